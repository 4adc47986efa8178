package io.csdr.cli.flag;

import io.csdr.cli.kube.ConnectionFlags;
import io.csdr.cli.term.ColourMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The flags that every command takes: kubectl's connection flags, verbosity and colour.
public final class GlobalFlags {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Path to the kubeconfig file to use for CLI requests.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      scope = ScopeType.INHERIT,
      description = "The name of the kubeconfig context to use.")
  private @Nullable String context;

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      scope = ScopeType.INHERIT,
      description = "The name of the kubeconfig cluster to use.")
  private @Nullable String cluster;

  @Option(
      names = "--user",
      paramLabel = "USER",
      scope = ScopeType.INHERIT,
      description = "The name of the kubeconfig user to use.")
  private @Nullable String user;

  @Option(
      names = {"-s", "--server"},
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The address and port of the Kubernetes API server.")
  private @Nullable String server;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      scope = ScopeType.INHERIT,
      description = "Bearer token for authentication to the API server.")
  private @Nullable String token;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "Username to impersonate for the operation. User could be a regular user or a service"
              + " account in a namespace.")
  private @Nullable String asUser;

  @Option(
      names = "--as-group",
      paramLabel = "GROUP",
      scope = ScopeType.INHERIT,
      description =
          "Group to impersonate for the operation, this flag can be repeated to specify multiple"
              + " groups.")
  private List<String> asGroups = new ArrayList<>();

  @Option(
      names = "--as-uid",
      paramLabel = "UID",
      scope = ScopeType.INHERIT,
      description = "UID to impersonate for the operation.")
  private @Nullable String asUid;

  @Option(
      names = "--request-timeout",
      paramLabel = "DURATION",
      scope = ScopeType.INHERIT,
      description =
          "The length of time to wait before giving up on a single server request. Non-zero values"
              + " should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means"
              + " don't timeout requests.")
  private @Nullable String requestTimeout;

  @Option(
      names = "--certificate-authority",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Path to a cert file for the certificate authority.")
  private @Nullable String certificateAuthority;

  @Option(
      names = "--client-certificate",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Path to a client certificate file for TLS.")
  private @Nullable String clientCertificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Path to a client key file for TLS.")
  private @Nullable String clientKey;

  @Option(
      names = "--insecure-skip-tls-verify",
      arity = "0..1",
      fallbackValue = "true",
      preprocessor = AttachedValue.class,
      scope = ScopeType.INHERIT,
      description =
          "If true, the server's certificate will not be checked for validity. This will make your"
              + " HTTPS connections insecure.")
  private boolean insecure;

  @Option(
      names = "--tls-server-name",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "Server name to use for server certificate validation. If it is not provided, the"
              + " hostname used to contact the server is used.")
  private @Nullable String tlsServerName;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Accepted as kubectl does; csdr keeps no cache of a cluster's API.")
  @SuppressWarnings("UnusedVariable") // there is no cache
  private @Nullable String cacheDir;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      scope = ScopeType.INHERIT,
      description = "If present, the namespace scope for this CLI request.")
  private @Nullable String namespace;

  @Option(
      names = {"-v", "--v"},
      paramLabel = "LEVEL",
      defaultValue = "0",
      scope = ScopeType.INHERIT,
      description =
          "Number for the log level verbosity: 4 shows stack traces, 6 requests to the server.")
  private int verbosity;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      scope = ScopeType.INHERIT,
      description = "When to colour what is printed: auto, always or never.")
  private ColourMode colour = ColourMode.AUTO;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Help for this command.")
  @SuppressWarnings("UnusedVariable") // read through the parser
  private boolean help;

  /// What was said about the connection.
  public ConnectionFlags connection() {
    return new ConnectionFlags(
        new ConnectionFlags.Names(kubeconfig, context, cluster, user),
        new ConnectionFlags.Endpoint(server, certificateAuthority, insecure, tlsServerName),
        new ConnectionFlags.Credentials(token, clientCertificate, clientKey),
        new ConnectionFlags.Impersonation(asUser, asGroups, asUid),
        namespace,
        requestTimeout);
  }

  public int verbosity() {
    return verbosity;
  }

  public ColourMode colour() {
    return colour;
  }
}
