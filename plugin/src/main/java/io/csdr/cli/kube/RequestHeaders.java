package io.csdr.cli.kube;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Puts on every request who sends it, and once more with fresh credentials when the server answers 401.
final class RequestHeaders implements Interceptor {
  private final Authorization authorization;
  private final ConnectionFlags.Impersonation impersonation;
  private final String userAgent;

  RequestHeaders(
      Authorization authorization, ConnectionFlags.Impersonation impersonation, String userAgent) {
    this.authorization = authorization;
    this.impersonation = impersonation;
    this.userAgent = userAgent;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.setHeader("User-Agent", userAgent);
    String header = authorization.header();
    if (header != null) {
      builder.setHeader("Authorization", header);
    }
    if (impersonation.user() != null) {
      builder.setHeader("Impersonate-User", impersonation.user());
      impersonation.groups().forEach(group -> builder.header("Impersonate-Group", group));
    }
    if (impersonation.uid() != null) {
      builder.setHeader("Impersonate-Uid", impersonation.uid());
    }
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    boolean again = false;
    String used = sent(response);
    if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED
        && used != null
        && authorization.renew(used)) {
      builder.setHeader("Authorization", authorization.header());
      again = true;
    }
    return CompletableFuture.completedFuture(again);
  }

  private static @Nullable String sent(HttpResponse<?> response) {
    return response.request() == null ? null : response.request().header("Authorization");
  }
}
