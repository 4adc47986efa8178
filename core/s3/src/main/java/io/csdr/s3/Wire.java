package io.csdr.s3;

import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Sends single requests over HTTP/1.1 and follows no redirect, since a signature holds for one host.
final class Wire implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient client;

  Wire(S3Settings settings) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    Path bundle = settings.caBundle();
    if (bundle != null) {
      builder.sslContext(trusting(bundle));
    }
    URI proxy = settings.proxy();
    if (proxy != null) {
      builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())));
    }
    this.client = builder.build();
  }

  /// The answer to one request, with at most `longest` bytes of body if it is a good one.
  ///
  /// @throws IOException when there was none, or not all of it
  Answer send(HttpRequest request, int longest) throws IOException, InterruptedException {
    Progress progress =
        new Progress(request.bodyPublisher().map(body -> body.contentLength()).orElse(0L));
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, BoundedBody.handler(longest, progress));
    try {
      HttpResponse<byte[]> response = await(exchange, progress);
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      exchange.cancel(true);
    }
  }

  /// The client's own time limit ends when the first byte comes.
  private static HttpResponse<byte[]> await(
      CompletableFuture<HttpResponse<byte[]>> exchange, Progress progress)
      throws IOException, ExecutionException, InterruptedException {
    while (true) {
      try {
        return exchange.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (progress.isStalled()) {
          throw new HttpTimeoutException("the connection stands still");
        }
      }
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static SSLContext trusting(Path bundle) {
    try (InputStream in = Files.newInputStream(bundle)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new StoreException.Denied(
            "there is no certificate in " + bundle + " — let AWS_CA_BUNDLE name a file in PEM form",
            null);
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : found) {
        trusted.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new StoreException.Denied(
          "cannot read the certificates in "
              + bundle
              + ": "
              + e.getMessage()
              + " — let AWS_CA_BUNDLE name a file in PEM form",
          e);
    }
  }
}
