package io.csdr.engine.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends calls to the API server, waits when it is busy and turns every refusal into an [ApiException].
///
/// Calls that got no answer, or 429, 502, 503 or 504, are repeated with growing pauses (or as long as
/// `Retry-After` says) up to [#PATIENCE]; so a repeated create may meet the object that its first attempt
/// made. How many calls are under way at once adapts to what the server takes. Before the first answer of all nothing is repeated: a wrong address is told at once.
final class ApiConnection {
  /// How long one call is repeated.
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI root;
  private final AdaptiveLimit limit = new AdaptiveLimit(16, 64);
  private volatile boolean answered;

  ApiConnection(KubernetesClient client) {
    this.http = client.getHttpClient();
    this.root = URI.create(client.getMasterUrl().toString());
  }

  /// The whole body of a successful answer.
  byte[] bytes(ApiCall call) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int attempt = 0; ; attempt++) {
      try (InputStream body = once(call)) {
        return body.readAllBytes();
      } catch (IOException e) {
        pauseOrThrow(ApiErrors.unreachable(call, root, e), attempt, deadline);
      } catch (ApiException e) {
        pauseOrThrow(e, attempt, deadline);
      }
    }
  }

  /// The body of a successful answer as it arrives; losing the connection later is the reader's matter.
  InputStream stream(ApiCall call) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int attempt = 0; ; attempt++) {
      try {
        return once(call);
      } catch (ApiException e) {
        pauseOrThrow(e, attempt, deadline);
      }
    }
  }

  /// What a reader of [#stream] makes of a broken connection.
  ApiException broken(ApiCall call, IOException e) {
    return ApiErrors.unreachable(call, root, e);
  }

  private InputStream once(ApiCall call) {
    limit.enter();
    boolean busy = false;
    try {
      return sent(call);
    } catch (ApiException e) {
      busy = e.reason() == ApiException.Reason.BUSY;
      throw e;
    } finally {
      limit.leave(busy);
    }
  }

  private InputStream sent(ApiCall call) {
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(root.resolve(prefix() + call.target().substring(1)))
            .header("Accept", call.accept())
            .forStreaming();
    String body = call.body();
    if (body != null) {
      String type = call.contentType() == null ? ApiCall.JSON : call.contentType();
      request.method(call.method(), type, body);
    }
    HttpResponse<InputStream> response =
        await(call, http.sendAsync(request.build(), InputStream.class));
    answered = true;
    if (response.code() < 400) {
      return response.body();
    }
    try (InputStream refusal = response.body()) {
      throw ApiErrors.refused(call, response.code(), refusal, response.header("Retry-After"));
    } catch (IOException e) {
      throw ApiErrors.unreachable(call, root, e);
    }
  }

  private String prefix() {
    String path = root.getPath();
    return path.endsWith("/") ? path : path + "/";
  }

  private <T> T await(ApiCall call, CompletableFuture<T> answer) {
    try {
      return answer.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw ApiErrors.timeout(call, ANSWER_WITHIN);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw ApiErrors.unreachable(call, root, cause);
    } catch (UncheckedIOException e) {
      throw ApiErrors.unreachable(call, root, e);
    }
  }

  private void pauseOrThrow(ApiException e, int attempt, long deadline) {
    boolean again =
        switch (e.reason()) {
          case BUSY -> true;
          case UNREACHABLE -> answered;
          case TIMEOUT,
              UNAUTHORIZED,
              FORBIDDEN,
              NOT_FOUND,
              ALREADY_EXISTS,
              CONFLICT,
              GONE,
              INVALID,
              TOO_LARGE,
              NOT_ALLOWED,
              WEBHOOK,
              SERVER ->
              false;
        };
    Duration pause = pause(e, attempt);
    if (!again || System.nanoTime() + pause.toNanos() > deadline) {
      throw e;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private static Duration pause(ApiException e, int attempt) {
    Duration asked = e.retryAfter();
    if (asked != null) {
      return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }
    long ceiling =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, 10));
    return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
  }
}
