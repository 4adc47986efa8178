package io.csdr.engine.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// An API server that says what a test tells it to, for answers that a real one cannot be made to give.
final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /// One answer; `cut` ends the connection in the middle of the body.
  private record Answer(int code, String body, String retryAfter, boolean cut) {}

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  ScriptedServer says(int code, String body) {
    answers.add(new Answer(code, body, "", false));
    return this;
  }

  ScriptedServer saysLater(int code, String seconds) {
    answers.add(new Answer(code, "{}", seconds, false));
    return this;
  }

  ScriptedServer breaksOff(String body) {
    answers.add(new Answer(200, body, "", true));
    return this;
  }

  Cluster cluster() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/")
            .build();
    return Cluster.connect(config);
  }

  /// Method and target of each request so far.
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    Answer answer = answers.isEmpty() ? new Answer(500, "{}", "", false) : answers.remove();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
    }
    exchange.sendResponseHeaders(answer.code(), answer.cut() ? body.length + 100 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
