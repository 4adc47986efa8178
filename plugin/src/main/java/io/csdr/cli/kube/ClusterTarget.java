package io.csdr.cli.kube;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Everything that decides which server is talked to, how, as whom, and in which namespace. `context` is
/// null where none was used; `proxy` is null for a direct connection; a zero timeout means none.
public record ClusterTarget(
    @Nullable String context,
    String namespace,
    Server server,
    Login login,
    ConnectionFlags.Impersonation impersonation,
    @Nullable Duration requestTimeout) {

  /// The server: `name` is what its certificate must be for instead of the URL's host.
  public record Server(
      URI url,
      @Nullable Pem authority,
      boolean insecure,
      @Nullable String name,
      @Nullable URI proxy) {}

  /// How the user logs in. A certificate and another way may go together.
  public record Login(@Nullable Pem certificate, @Nullable Pem key, Way way) {
    static final Login ANONYMOUS = new Login(null, null, new Way.None());
  }

  /// What goes into the `Authorization` header.
  public sealed interface Way {
    record None() implements Way {}

    record Token(String token) implements Way {
      @Override
      public String toString() {
        return "Token";
      }
    }

    /// A file that may be rewritten at any time.
    record TokenFile(java.nio.file.Path file) implements Way {}

    record Basic(String username, String password) implements Way {
      @Override
      public String toString() {
        return "Basic " + username;
      }
    }

    /// A credential plugin.
    record Plugin(ExecPlugin plugin) implements Way {}
  }
}
