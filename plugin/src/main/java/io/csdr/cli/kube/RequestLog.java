package io.csdr.cli.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/// Tells of every request: method, address and answer, never headers or bodies.
final class RequestLog implements Interceptor {
  private final Consumer<String> log;

  RequestLog(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    log.accept(request.method() + " " + request.uri() + " " + response.code());
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    log.accept(request.method() + " " + request.uri() + " failed: " + failure);
  }
}
