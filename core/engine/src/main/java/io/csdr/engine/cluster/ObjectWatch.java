package io.csdr.engine.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.ApiException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Follows one object until it is in a wanted state: reads it, then watches from there, then reads again.
final class ObjectWatch {
  private static final long LONGEST_WATCH_SECONDS = 240;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ApiConnection connection;
  private final ApiResource resource;
  private final @Nullable String namespace;
  private final String name;

  ObjectWatch(
      ApiConnection connection, ApiResource resource, @Nullable String namespace, String name) {
    this.connection = connection;
    this.resource = resource;
    this.namespace = namespace;
    this.name = name;
  }

  Optional<Observation> until(Duration timeout, Predicate<@Nullable KubeObject> done) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      KubeObject object = read();
      if (done.test(object)) {
        return Optional.of(new Observation(Optional.ofNullable(object)));
      }
      long left = Duration.ofNanos(deadline - System.nanoTime()).toSeconds();
      if (left <= 0) {
        return Optional.empty();
      }
      String version = object == null ? "" : object.resourceVersion();
      Optional<Observation> seen = watch(version, Math.min(left, LONGEST_WATCH_SECONDS), done);
      if (seen.isPresent()) {
        return seen;
      }
    }
  }

  private @Nullable KubeObject read() {
    try {
      byte[] bytes = connection.bytes(ApiCall.get("get", resource.path(namespace, name)));
      return new KubeObject(Json.parse(bytes));
    } catch (ApiException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return null;
      }
      throw e;
    } catch (IOException e) {
      throw connection.broken(ApiCall.get("get", resource.path(namespace, name)), e);
    }
  }

  /// Empty when the watch ended, for whatever reason, without the wanted state.
  private Optional<Observation> watch(
      String version, long seconds, Predicate<@Nullable KubeObject> done) {
    ApiCall call =
        ApiCall.get("watch", resource.path(namespace))
            .with("watch", "true")
            .with("fieldSelector", "metadata.name=" + name)
            .with("resourceVersion", version.isEmpty() ? null : version)
            .with("timeoutSeconds", Long.toString(seconds));
    try (InputStream body = connection.stream(call);
        JsonParser parser = Json.factory().createParser(body)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        ObjectNode event = parser.readValueAsTree();
        String type = event.path("type").asText("");
        if (type.equals("ERROR") || !(event.get("object") instanceof ObjectNode json)) {
          return Optional.empty();
        }
        KubeObject object = type.equals("DELETED") ? null : new KubeObject(json);
        if (done.test(object)) {
          return Optional.of(new Observation(Optional.ofNullable(object)));
        }
      }
    } catch (IOException e) {
      pause();
    } catch (ApiException e) {
      if (e.reason() != Reason.FORBIDDEN && e.reason() != Reason.GONE) {
        throw e;
      }
      // Who may read but not watch is served by asking again and again.
      pause();
    }
    return Optional.empty();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }
}
