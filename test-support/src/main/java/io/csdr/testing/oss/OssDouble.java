package io.csdr.testing.oss;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Object storage on a port of this machine, in memory, that speaks the wire protocol of Alibaba Cloud
/// OSS and believes nobody: signatures, tokens and clocks are checked as the service checks them.
///
/// Buckets are found in the path (`http://127.0.0.1:PORT/bucket/key`) or in the Host header
/// (`bucket.oss-cn-hangzhou.aliyuncs.com`); the latter also works with the double as a client's HTTP
/// proxy. What a test wants to go wrong is ordered with [#faults]; what was asked is in [#journal].
public final class OssDouble implements AutoCloseable {
  /// The region of buckets that are made without one.
  public static final String REGION = "cn-hangzhou";

  private final MovableClock clock = new MovableClock();
  private final SignatureCheck signatures = new SignatureCheck(clock);
  private final OssService service = new OssService(signatures, clock, REGION);
  private final OssFaults faults = new OssFaults();
  private final OssJournal journal = new OssJournal();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private OssDouble(HttpServer server) {
    this.server = server;
  }

  /// Starts on a free port of the loopback interface.
  public static OssDouble start() {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /// Starts at this address, where pods of a test cluster may reach it.
  public static OssDouble start(InetSocketAddress address) {
    try {
      OssDouble running = new OssDouble(HttpServer.create(address, 0));
      running.server.setExecutor(running.threads);
      running.server.createContext("/", running::handle);
      running.server.start();
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /// The endpoint for clients, with buckets in the path.
  public String endpoint() {
    InetSocketAddress address = address();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  public MovableClock clock() {
    return clock;
  }

  public OssFaults faults() {
    return faults;
  }

  public OssJournal journal() {
    return journal;
  }

  /// Makes a key known.
  public OssDouble admit(OssKey key) {
    signatures.admit(key);
    return this;
  }

  /// Forgets a key.
  public void revoke(OssKey key) {
    signatures.revoke(key.id());
  }

  /// Makes a bucket, or finds the one of that name.
  public OssBucket bucket(String name) {
    return service.create(name, REGION);
  }

  /// Makes a bucket in another region.
  public OssBucket bucket(String name, String region) {
    return service.create(name, region);
  }

  /// Removes a bucket with all that is in it.
  public void removeBucket(String name) {
    service.remove(name);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      OssCall call = OssCall.of(exchange);
      Optional<OssFault> fault = faults.take(call);
      int status = 0;
      long sent = 0;
      try {
        Optional<OssAnswer> answer = answer(call, fault.orElse(null));
        if (answer.isPresent()) {
          status = answer.get().status();
          sent = call.method().equals("HEAD") ? 0 : answer.get().body().length;
        }
        record(call, status, sent);
        if (answer.isPresent()) {
          send(exchange, answer.get(), fault.orElse(null));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void record(OssCall call, int status, long sent) {
    journal.add(
        new OssJournal.Entry(
            call.method(),
            call.bucket(),
            call.key(),
            call.query(),
            call.headers(),
            status,
            call.body().length,
            sent));
  }

  /// The answer, or none where the connection is cut instead.
  private Optional<OssAnswer> answer(OssCall call, @Nullable OssFault fault)
      throws InterruptedException {
    return switch (fault) {
      case null -> Optional.of(service.answer(call));
      case OssFault.Busy busy ->
          Optional.of(
              OssService.refused(
                      call,
                      new OssRefusal(503, "ServiceUnavailable", "Please reduce your request rate."))
                  .with("Retry-After", String.valueOf(busy.retryAfterSeconds())));
      case OssFault.Refused refused ->
          Optional.of(
              OssService.refused(
                  call, new OssRefusal(refused.status(), refused.code(), refused.message())));
      case OssFault.Garbage garbage ->
          Optional.of(
              OssAnswer.empty(garbage.status())
                  .withBody("<html>bad gateway".getBytes(StandardCharsets.UTF_8)));
      case OssFault.CutBefore cut -> Optional.empty();
      case OssFault.CutAfter cut -> {
        service.answer(call);
        yield Optional.empty();
      }
      case OssFault.FailedAfter failed -> {
        service.answer(call);
        yield Optional.of(
            OssService.refused(
                call,
                new OssRefusal(500, "InternalError", "Please contact the server administrator.")));
      }
      case OssFault.Truncated truncated -> Optional.of(service.answer(call));
      case OssFault.Delayed delayed -> {
        Thread.sleep(delayed.by());
        yield Optional.of(service.answer(call));
      }
      case OssFault.Meanwhile meanwhile -> {
        meanwhile.what().run();
        yield Optional.of(service.answer(call));
      }
      case OssFault.WrongSum wrong ->
          Optional.of(service.answer(call).with("x-oss-hash-crc64ecma", "1"));
      case OssFault.WrongByte wrong -> Optional.of(damaged(call, wrong.index()));
    };
  }

  private OssAnswer damaged(OssCall call, int index) {
    if (call.method().equals("PUT")) {
      return service.answer(call.withBody(flipped(call.body(), index)));
    }
    OssAnswer answer = service.answer(call);
    return answer.withBody(flipped(answer.body(), index));
  }

  private static byte[] flipped(byte[] bytes, int index) {
    byte[] other = bytes.clone();
    other[index] ^= 1;
    return other;
  }

  private static void send(HttpExchange exchange, OssAnswer answer, @Nullable OssFault fault)
      throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Server", "AliyunOSS");
    if (!answer.headers().containsKey("x-oss-request-id")) {
      exchange.getResponseHeaders().set("x-oss-request-id", OssBucket.newId().substring(0, 24));
    }
    byte[] body = answer.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length == 0) {
      return;
    }
    OutputStream out = exchange.getResponseBody();
    if (fault instanceof OssFault.Truncated truncated && truncated.bytes() < body.length) {
      out.write(body, 0, truncated.bytes());
      out.flush();
      return; // the exchange is closed before its length is reached, and so is the connection
    }
    out.write(body);
    out.close();
  }
}
