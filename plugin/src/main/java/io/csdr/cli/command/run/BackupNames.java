package io.csdr.cli.command.run;

import io.csdr.cli.outcome.CliException;
import io.csdr.model.ObjectRef;
import io.csdr.model.Selection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Names of backups and restores.
final class BackupNames {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int LONGEST = 200;

  private BackupNames() {}

  /// What is backed up and the time, such as `shop-20261121-041500`.
  static String of(Selection selection) {
    String what =
        switch (selection) {
          case Selection.Namespaces namespaces -> namespaces.names().getFirst();
          case Selection.App app -> app.namespace();
          case Selection.Objects objects -> word(objects.objects().getFirst());
          case Selection.Volumes volumes -> volumes.claims().getFirst().name();
        };
    return stamped(what);
  }

  /// A name with the time.
  static String stamped(String what) {
    String start = what.length() <= LONGEST ? what : what.substring(0, LONGEST);
    return start + "-" + TIME.format(Instant.now());
  }

  /// The name, if it can be one of a Kubernetes object.
  static String checked(String name) {
    if (name.length() > LONGEST || !name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
      throw CliException.usage(
          "'" + name + "' is no name for a backup",
          "use lower-case letters, digits, '-' and '.', at most " + LONGEST);
    }
    return name;
  }

  private static String word(ObjectRef object) {
    return object.name().replaceAll("[^-a-z0-9.]", "-");
  }
}
