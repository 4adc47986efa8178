package io.csdr.testing.oss;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// The metadata service of an ECS node on loopback, as far as roles are concerned. In hardened mode,
/// which it begins in, it answers only to tokens that it has given out.
public final class MetadataDouble implements AutoCloseable {
  private static final String SESSION = "X-aliyun-ecs-metadata-token";
  private static final String ROLES = "/latest/meta-data/ram/security-credentials/";

  private final HttpServer server;
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Optional<String>> role = new AtomicReference<>(Optional.empty());
  private final AtomicReference<String> document = new AtomicReference<>("");
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean knowsTokens = true;
  private volatile int failure;

  private MetadataDouble(HttpServer server) {
    this.server = server;
  }

  /// Starts on a free port; the node has no role yet.
  public static MetadataDouble start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      MetadataDouble running = new MetadataDouble(server);
      server.createContext("/", running::handle);
      server.start();
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Attaches a role whose present key is this one.
  public MetadataDouble attach(String name, OssKey key) {
    return attach(
        name,
        """
        {
          "AccessKeyId" : "%s",
          "AccessKeySecret" : "%s",
          "Expiration" : "%s",
          "SecurityToken" : "%s",
          "LastUpdated" : "2026-01-01T00:00:00Z",
          "Code" : "Success"
        }
        """
            .formatted(key.id(), key.secret(), key.expiration(), key.token()));
  }

  /// Attaches a role of which the service tells this.
  public MetadataDouble attach(String name, String text) {
    role.set(Optional.of(name));
    document.set(text);
    return this;
  }

  /// Lets it be a service from before there were tokens.
  public MetadataDouble withoutTokens() {
    knowsTokens = false;
    return this;
  }

  /// Answers everything with this status from now on; 0 ends that.
  public void failWith(int status) {
    failure = status;
  }

  /// How often a role's key was given out.
  public int keysGiven() {
    return asked.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (failure != 0) {
        send(exchange, failure, "");
      } else if (path.equals("/latest/api/token")) {
        token(exchange);
      } else if (knowsTokens && !authentic(exchange)) {
        send(exchange, 403, "");
      } else {
        tell(exchange, path);
      }
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    String seconds =
        exchange.getRequestHeaders().getFirst("X-aliyun-ecs-metadata-token-ttl-seconds");
    if (!knowsTokens) {
      send(exchange, 404, "");
    } else if (!exchange.getRequestMethod().equals("PUT")
        || seconds == null
        || !seconds.matches("\\d{1,5}")) {
      send(exchange, 400, "");
    } else {
      String session = OssBucket.newId();
      sessions.add(session);
      send(exchange, 200, session);
    }
  }

  private boolean authentic(HttpExchange exchange) {
    String session = exchange.getRequestHeaders().getFirst(SESSION);
    return session != null && sessions.contains(session);
  }

  private void tell(HttpExchange exchange, String path) throws IOException {
    Optional<String> name = role.get();
    if (name.isPresent() && path.equals(ROLES)) {
      send(exchange, 200, name.get());
    } else if (name.isPresent() && path.equals(ROLES + name.get())) {
      asked.incrementAndGet();
      send(exchange, 200, document.get());
    } else {
      send(exchange, 404, "");
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
