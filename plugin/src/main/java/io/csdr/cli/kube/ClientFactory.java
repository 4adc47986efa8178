package io.csdr.cli.kube;

import io.csdr.cli.kube.ClusterTarget.Server;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Makes HTTP clients for one target. The client library's own reading of certificates, proxies and
/// credentials is left out: kubectl's rules are in this package.
final class ClientFactory extends JdkHttpClientFactory {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final long CONNECT_SECONDS = 10;

  private final Server server;
  private final Secured secured;
  private final RequestHeaders headers;
  private final @Nullable RequestLog log;

  /// What TLS needs.
  record Secured(List<KeyManager> identity, List<TrustManager> trust) {}

  ClientFactory(Server server, Secured secured, RequestHeaders headers, @Nullable RequestLog log) {
    this.server = server;
    this.secured = secured;
    this.headers = headers;
    this.log = log;
  }

  @Override
  public HttpClient.Builder newBuilder(Config config) {
    HttpClient.Builder builder = newBuilder();
    builder.tag(config.getRequestConfig());
    builder.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
    builder.sslContext(
        secured.identity().toArray(KeyManager[]::new),
        secured.trust().toArray(TrustManager[]::new));
    proxy(builder, server.proxy());
    builder.addOrReplaceInterceptor("HEADERS", headers);
    if (log != null) {
      builder.addOrReplaceInterceptor("LOG", log);
    }
    return builder;
  }

  @Override
  protected void additionalConfig(java.net.http.HttpClient.Builder builder) {
    SSLParameters parameters = new SSLParameters(null, PROTOCOLS);
    if (server.name() != null) {
      parameters.setServerNames(List.of(new SNIHostName(server.name())));
    }
    builder.sslParameters(parameters);
  }

  private static void proxy(HttpClient.Builder builder, @Nullable URI proxy) {
    if (proxy == null) {
      builder.proxyType(HttpClient.ProxyType.DIRECT);
      return;
    }
    builder.proxyType(HttpClient.ProxyType.HTTP);
    builder.proxyAddress(new InetSocketAddress(proxy.getHost(), proxy.getPort()));
    String user = proxy.getRawUserInfo();
    if (user != null) {
      byte[] plain =
          URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8)
              .getBytes(StandardCharsets.UTF_8);
      builder.proxyAuthorization("Basic " + Base64.getEncoder().encodeToString(plain));
    }
  }
}
