package io.csdr.cli.kube;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the user said about the connection on the command line; null is what was not said.
public record ConnectionFlags(
    Names names,
    Endpoint endpoint,
    Credentials credentials,
    Impersonation impersonation,
    @Nullable String namespace,
    @Nullable String requestTimeout) {
  /// Nothing was said.
  public static final ConnectionFlags NONE =
      new ConnectionFlags(
          new Names(null, null, null, null),
          new Endpoint(null, null, false, null),
          new Credentials(null, null, null),
          new Impersonation(null, List.of(), null),
          null,
          null);

  /// Which entries of which kubeconfig.
  public record Names(
      @Nullable String kubeconfig,
      @Nullable String context,
      @Nullable String cluster,
      @Nullable String user) {}

  /// Where the server is and how it proves itself.
  public record Endpoint(
      @Nullable String server,
      @Nullable String certificateAuthority,
      boolean insecure,
      @Nullable String tlsServerName) {}

  /// How the user proves who they are.
  public record Credentials(
      @Nullable String token, @Nullable String clientCertificate, @Nullable String clientKey) {}

  /// Whom to act as.
  public record Impersonation(@Nullable String user, List<String> groups, @Nullable String uid) {
    public Impersonation {
      groups = List.copyOf(groups);
    }
  }

  /// The same flags for another context, whose own cluster, user and namespace count.
  public ConnectionFlags inContext(String context) {
    return new ConnectionFlags(
        new Names(names.kubeconfig, context, null, null),
        new Endpoint(null, null, false, null),
        new Credentials(null, null, null),
        new Impersonation(null, List.of(), null),
        null,
        requestTimeout);
  }
}
