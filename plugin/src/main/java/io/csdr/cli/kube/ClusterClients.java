package io.csdr.cli.kube;

import io.csdr.cli.env.Environment;
import io.csdr.cli.kube.ClusterTarget.Login;
import io.csdr.cli.kube.ClusterTarget.Server;
import io.csdr.cli.kube.ClusterTarget.Way;
import io.csdr.cli.kube.ExecPlugin.Credential;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Connects to targets. `terminal` says whether a credential plugin may ask the user; `log` gets a line
/// per request, or is null.
public record ClusterClients(
    Environment environment, String userAgent, boolean terminal, @Nullable Consumer<String> log) {

  /// A client for the target, to be closed by the caller; nothing has been asked yet.
  ///
  /// @throws io.csdr.cli.outcome.CliException when nobody listens there, or a credential plugin fails
  public KubernetesClient connect(ClusterTarget target) {
    FirstContact.make(target.server());
    Login login = target.login();
    Credential credential =
        login.way() instanceof Way.Plugin plugin ? plugin.plugin().run(terminal) : null;
    Pem certificate = credential == null ? login.certificate() : credential.certificate();
    Pem key = credential == null ? login.key() : credential.key();
    Authorization authorization =
        Authorization.of(login.way(), credential, terminal, Clock.systemUTC());
    Server server = target.server();
    ClientFactory factory =
        new ClientFactory(
            server,
            new ClientFactory.Secured(
                Tls.identity(certificate, key), Tls.trust(environment, server)),
            new RequestHeaders(authorization, target.impersonation(), userAgent),
            log == null ? null : new RequestLog(log));
    return new KubernetesClientBuilder()
        .withConfig(config(target))
        .withHttpClientFactory(factory)
        .build();
  }

  private static Config config(ClusterTarget target) {
    ConfigBuilder builder =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl(address(target.server()).toString())
            .withNamespace(target.namespace());
    if (target.requestTimeout() != null) {
      builder.withRequestTimeout(Math.toIntExact(target.requestTimeout().toMillis()));
    }
    return builder.build();
  }

  /// The JDK's client asks for the URL's host by name in the handshake, whatever it was told, unless the
  /// host is an address. So a server that goes by another name is addressed by its address.
  private static URI address(Server server) {
    URI url = server.url();
    if (server.name() == null || server.proxy() != null) {
      return url;
    }
    try {
      String literal = InetAddress.getByName(url.getHost()).getHostAddress();
      String host = literal.contains(":") ? "[" + literal + "]" : literal;
      return new URI(url.getScheme(), null, host, url.getPort(), url.getPath(), null, null);
    } catch (UnknownHostException | URISyntaxException e) {
      return url;
    }
  }
}
