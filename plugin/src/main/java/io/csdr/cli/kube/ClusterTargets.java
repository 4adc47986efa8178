package io.csdr.cli.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.cli.env.Environment;
import io.csdr.cli.kube.ClusterTarget.Login;
import io.csdr.cli.kube.ClusterTarget.Server;
import io.csdr.cli.kube.ClusterTarget.Way;
import io.csdr.cli.kube.ConnectionFlags.Impersonation;
import io.csdr.cli.kube.Kubeconfig.Entry;
import io.csdr.cli.outcome.CliException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides which cluster is meant: flags before kubeconfig before the pod that this may run in.
public final class ClusterTargets {
  private final Environment environment;
  private final ConnectionFlags flags;
  private final Kubeconfig config;

  private ClusterTargets(Environment environment, ConnectionFlags flags, Kubeconfig config) {
    this.environment = environment;
    this.flags = flags;
    this.config = config;
  }

  /// Finds the target.
  ///
  /// @throws CliException when a named entry does not exist or no cluster is known at all
  public static ClusterTarget resolve(Environment environment, ConnectionFlags flags) {
    Kubeconfig config = Kubeconfig.load(environment, flags.names().kubeconfig());
    return new ClusterTargets(environment, flags, config).resolve();
  }

  private ClusterTarget resolve() {
    ConnectionFlags.Names names = flags.names();
    String contextName = names.context() == null ? config.currentContext() : names.context();
    Entry context = entry(config.contexts(), "context", contextName, contextName != null);
    String clusterName = names.cluster() == null ? context.text("cluster") : names.cluster();
    Entry cluster = entry(config.clusters(), "cluster", clusterName, names.cluster() != null);
    String userName = names.user() == null ? context.text("user") : names.user();
    Entry user = entry(config.users(), "user", userName, names.user() != null);
    if (cluster.text("server") == null && flags.endpoint().server() == null) {
      return inCluster();
    }
    Server server = server(cluster, user);
    boolean tls = "https".equals(server.url().getScheme());
    return new ClusterTarget(
        contextName,
        namespace(context.text("namespace")),
        server,
        tls ? login(user, cluster, server) : Login.ANONYMOUS,
        impersonation(user),
        timeout(flags.requestTimeout()));
  }

  private ClusterTarget inCluster() {
    InClusterAccount account = InClusterAccount.find(environment);
    if (account == null) {
      throw CliException.failed(
          "no cluster is configured (looked at " + join(config.looked()) + ")",
          "point KUBECONFIG or --kubeconfig to a kubeconfig with a current-context, or name a"
              + " --context");
    }
    URI url = account.server();
    Server server = new Server(url, account.authority(), flags.endpoint().insecure(), null, null);
    String token = flags.credentials().token();
    Way way = token == null ? new Way.TokenFile(account.token()) : new Way.Token(token);
    return new ClusterTarget(
        null,
        namespace(account.namespace()),
        server,
        new Login(null, null, way),
        flags.impersonation(),
        timeout(flags.requestTimeout()));
  }

  private Server server(Entry cluster, Entry user) {
    ConnectionFlags.Endpoint said = flags.endpoint();
    String caFile = said.certificateAuthority();
    boolean override = said.insecure() || caFile != null;
    boolean insecure =
        override ? said.insecure() : cluster.value().path("insecure-skip-tls-verify").asBoolean();
    Pem authority =
        override
            ? Pem.of("certificate authority", null, file(caFile))
            : Pem.of(
                "certificate authority",
                cluster.text("certificate-authority-data"),
                cluster.path("certificate-authority"));
    boolean certificates = authority != null || insecure || hasCertificate(user);
    String text = said.server() == null ? cluster.text("server") : said.server();
    URI url = url(text == null ? "" : text, certificates ? "https" : "http");
    // A server that is named by flag is not the one whose certificate name the kubeconfig knows.
    String name =
        said.tlsServerName() != null || said.server() != null
            ? said.tlsServerName()
            : cluster.text("tls-server-name");
    return new Server(
        url,
        insecure ? null : authority,
        insecure,
        name,
        HttpProxy.choose(environment, url, cluster.text("proxy-url")));
  }

  private boolean hasCertificate(Entry user) {
    return flags.credentials().clientCertificate() != null
        || user.text("client-certificate") != null
        || user.text("client-certificate-data") != null;
  }

  private Login login(Entry user, Entry cluster, Server server) {
    ConnectionFlags.Credentials said = flags.credentials();
    Pem certificate =
        said.clientCertificate() == null
            ? Pem.of(
                "client certificate",
                user.text("client-certificate-data"),
                user.path("client-certificate"))
            : Pem.of("client certificate", null, file(said.clientCertificate()));
    Pem key =
        said.clientKey() == null
            ? Pem.of("client key", user.text("client-key-data"), user.path("client-key"))
            : Pem.of("client key", null, file(said.clientKey()));
    if ((certificate == null) != (key == null)) {
      throw CliException.failed(
          "there is a client "
              + (key == null ? "certificate without its key" : "key without its certificate"),
          "give both --client-certificate and --client-key, or complete the kubeconfig's user");
    }
    return new Login(certificate, key, way(user, cluster, server, certificate != null));
  }

  private Way way(Entry user, Entry cluster, Server server, boolean certificate) {
    String token = flags.credentials().token();
    token = token == null ? user.text("token") : token;
    Path tokenFile = user.path("tokenFile");
    String username = user.text("username");
    JsonNode exec = user.value().path("exec");
    if (token != null) {
      return new Way.Token(token);
    }
    if (tokenFile != null) {
      return new Way.TokenFile(tokenFile);
    }
    if (username != null) {
      return new Way.Basic(username, user.value().path("password").asText(""));
    }
    if (exec.isObject() && !certificate) {
      return new Way.Plugin(ExecPlugin.of(user, cluster, server));
    }
    JsonNode provider = user.value().path("auth-provider");
    return provider.isObject() ? AuthProvider.token(provider) : new Way.None();
  }

  private Impersonation impersonation(Entry user) {
    if (flags.impersonation().user() != null) {
      return flags.impersonation();
    }
    if (!flags.impersonation().groups().isEmpty() || flags.impersonation().uid() != null) {
      throw CliException.usage(
          "requesting groups or uid for impersonation without impersonating a user", "add --as");
    }
    List<String> groups = new ArrayList<>();
    user.value().path("as-groups").forEach(group -> groups.add(group.asText()));
    return new Impersonation(user.text("as"), groups, user.text("as-uid"));
  }

  private String namespace(@Nullable String configured) {
    if (flags.namespace() != null && !flags.namespace().isEmpty()) {
      return flags.namespace();
    }
    return configured == null ? "default" : configured;
  }

  private @Nullable Path file(@Nullable String typed) {
    return typed == null ? null : environment.path(typed);
  }

  private static Entry entry(
      Map<String, Entry> entries, String kind, @Nullable String name, boolean required) {
    Entry entry = name == null ? null : entries.get(name);
    if (entry == null && required) {
      String known = entries.isEmpty() ? "there is none" : "one of: " + join(entries.keySet());
      throw CliException.failed(kind + " \"" + name + "\" does not exist", known);
    }
    return entry == null ? Entry.NONE : entry;
  }

  private static URI url(String text, String scheme) {
    try {
      URI url = new URI(text.contains("://") ? text : scheme + "://" + text);
      if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw CliException.failed("'" + text + "' is no address of a server", "check --server", e);
    }
    throw CliException.failed("'" + text + "' is no address of a server", "check --server");
  }

  private static @Nullable Duration timeout(@Nullable String text) {
    return text == null ? null : GoDuration.parse("--request-timeout", text);
  }

  private static String join(Iterable<?> things) {
    List<String> texts = new ArrayList<>();
    things.forEach(thing -> texts.add(thing.toString()));
    return String.join(", ", texts);
  }
}
