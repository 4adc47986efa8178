package io.csdr.cli.flag;

import io.csdr.cli.outcome.CliException;
import io.csdr.model.Consistency;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.Filters;
import io.csdr.model.request.ImageSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is captured and how.
public final class CaptureFlags {
  private static final Set<String> COMPRESSIONS = Set.of("none", "fast", "balanced", "max");

  @Option(
      names = "--volumes",
      paramLabel = "auto|snapshot|copy|none",
      defaultValue = "auto",
      description =
          "How volumes are captured. One of: auto (snapshot where the driver can, else copy), snapshot, copy, none.")
  private String volumes = "auto";

  @Option(
      names = "--include-resources",
      split = ",",
      paramLabel = "RESOURCES",
      description = "Only these kinds, such as deployments,configmaps.")
  private List<String> include = List.of();

  @Option(
      names = "--exclude-resources",
      split = ",",
      paramLabel = "RESOURCES",
      description = "All kinds but these.")
  private List<String> exclude = List.of();

  @Option(
      names = "--compression",
      paramLabel = "none|fast|balanced|max",
      defaultValue = "balanced",
      description = "Compression of new data. One of: none, fast, balanced, max.")
  private String compression = "balanced";

  @Option(
      names = "--require-consistency",
      paramLabel = "application|crash|live",
      description =
          "Make every volume that is captured with less a failure. One of: application, crash, live."
              + " Nothing freezes applications yet, so application makes every volume one.")
  private @Nullable String required;

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      defaultValue = "720h",
      description =
          "How long the backup is kept, such as 720h or 30d. The next backup of this cluster into the vault"
              + " removes what has expired, but never the newest complete backup of anything, or the newest partial"
              + " one where none is complete.")
  private String ttl = "720h";

  /// The request for a backup of this name and selection.
  public BackupRequest request(
      String name, Selection selection, @Nullable String labels, int parallel, ImageSource image) {
    if (!COMPRESSIONS.contains(compression)) {
      throw CliException.usage(
          "--compression " + compression + " is unknown", "use none, fast, balanced or max");
    }
    return new BackupRequest(
        name,
        selection,
        new Filters(include, exclude, labels),
        constant("--volumes", VolumeMode.class, volumes),
        required == null ? null : constant("--require-consistency", Consistency.class, required),
        parallel,
        ttl(),
        compression,
        image);
  }

  private Duration ttl() {
    Duration kept = Durations.parse("--ttl", ttl);
    if (kept.isZero()) {
      throw CliException.usage(
          "--ttl " + ttl + " keeps nothing", "give a time such as 720h or 30d");
    }
    return kept;
  }

  private static <E extends Enum<E>> E constant(String flag, Class<E> type, String typed) {
    for (E constant : type.getEnumConstants()) {
      if (constant.toString().equals(typed.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw CliException.usage(
        flag + " " + typed + " is unknown",
        "use one of: "
            + String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Enum::toString).toList()));
  }
}
