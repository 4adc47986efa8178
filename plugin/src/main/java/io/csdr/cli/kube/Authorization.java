package io.csdr.cli.kube;

import io.csdr.cli.kube.ClusterTarget.Way;
import io.csdr.cli.kube.ExecPlugin.Credential;
import io.csdr.cli.outcome.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The value of the `Authorization` header, kept fresh for as long as a run takes.
sealed interface Authorization {
  /// The header's value now, or null for none.
  @Nullable String header();

  /// Tells that the server refused `header`; whether another one is to be had.
  boolean renew(String header);

  /// The authorization for a way to log in; `credential` is the first answer of a plugin.
  static Authorization of(Way way, @Nullable Credential credential, boolean terminal, Clock clock) {
    return switch (way) {
      case Way.None _ -> new Fixed(null);
      case Way.Token token -> new Fixed("Bearer " + token.token());
      case Way.Basic basic -> new Fixed(basic(basic));
      case Way.TokenFile file -> new FromFile(file.file(), clock);
      case Way.Plugin plugin -> new FromPlugin(plugin.plugin(), credential, terminal, clock);
    };
  }

  private static String basic(Way.Basic basic) {
    byte[] pair = (basic.username() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /// Never changes.
  record Fixed(@Nullable String header) implements Authorization {
    @Override
    public boolean renew(String refused) {
      return false;
    }

    @Override
    public String toString() {
      return "Fixed";
    }
  }

  /// A token in a file that somebody else renews; it is read again every minute.
  final class FromFile implements Authorization {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Path file;
    private final Clock clock;
    private String header = "";
    private Instant read = Instant.MIN;

    FromFile(Path file, Clock clock) {
      this.file = file;
      this.clock = clock;
    }

    @Override
    public synchronized String header() {
      Instant now = clock.instant();
      if (read.equals(Instant.MIN) || now.isAfter(read.plus(FRESH))) {
        try {
          header = "Bearer " + Files.readString(file).strip();
          read = now;
        } catch (IOException e) {
          throw CliException.failed(
              "cannot read the token file " + file, "check that it exists", e);
        }
      }
      return header;
    }

    @Override
    public synchronized boolean renew(String refused) {
      read = Instant.MIN;
      return !header().equals(refused);
    }
  }

  /// A credential plugin, run again when its answer ends or is refused.
  final class FromPlugin implements Authorization {
    private final ExecPlugin plugin;
    private final boolean terminal;
    private final Clock clock;
    private @Nullable Credential current;

    FromPlugin(ExecPlugin plugin, @Nullable Credential first, boolean terminal, Clock clock) {
      this.plugin = plugin;
      this.current = first;
      this.terminal = terminal;
      this.clock = clock;
    }

    @Override
    public synchronized @Nullable String header() {
      Credential credential = current;
      Instant until = credential == null ? null : credential.until();
      if (credential == null || (until != null && clock.instant().isAfter(until))) {
        credential = plugin.run(terminal);
        current = credential;
      }
      return credential.token() == null ? null : "Bearer " + credential.token();
    }

    @Override
    public synchronized boolean renew(String refused) {
      if (refused.equals(header())) {
        current = null;
      }
      String next = header();
      return next != null && !next.equals(refused);
    }
  }
}
