package io.csdr.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// Objects of one bucket over HTTP on loopback. The next answers can be scripted; what is not is answered
/// as S3 does. Signatures are not looked at.
final class ScriptedS3 implements AutoCloseable {
  static final String BUCKET = "bucket";

  private static final String NO_KEY = "<Error><Code>NoSuchKey</Code></Error>";

  /// One request as it came.
  @SuppressWarnings("ArrayRecordComponent")
  record Seen(String method, String target, Map<String, String> headers, byte[] body) {
    String key() {
      String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
      return path.length() <= BUCKET.length() + 2 ? "" : path.substring(BUCKET.length() + 2);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// One answer; of its body only `sent` bytes are sent before the connection is reset, -1 being all.
  @SuppressWarnings("ArrayRecordComponent")
  record Reply(int status, Map<String, String> headers, byte[] body, int sent) {
    static Reply of(int status, String body) {
      return new Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), -1);
    }

    static Reply error(int status, String code) {
      return of(
          status,
          "<?xml version=\"1.0\"?>\n<Error><Code>"
              + code
              + "</Code><Message>words of the service</Message><RequestId>R-17</RequestId></Error>");
    }

    Reply with(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Reply(status, more, body, sent);
    }

    /// Cut off by a reset of the connection.
    Reply cutAt(int bytes) {
      return new Reply(status, headers, body, bytes);
    }
  }

  /// What makes an answer of a request.
  @FunctionalInterface
  interface Answering {
    Reply to(Seen seen);
  }

  private record Item(Seen put) {}

  private final ServerSocket server;
  private final String scheme;
  private final Map<String, Item> objects = new TreeMap<>();
  private final Deque<Answering> script = new ArrayDeque<>();
  private final List<Seen> journal = new CopyOnWriteArrayList<>();
  private @Nullable Answering always;

  ScriptedS3() throws IOException {
    this("http", ServerSocketFactory.getDefault());
  }

  ScriptedS3(String scheme, ServerSocketFactory sockets) throws IOException {
    this.scheme = scheme;
    this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  URI endpoint() {
    return URI.create(scheme + "://localhost:" + server.getLocalPort());
  }

  /// The answers to the next requests, in this order.
  synchronized void next(Answering... answers) {
    script.addAll(List.of(answers));
  }

  /// The answer to all requests that no script is for.
  synchronized void always(Answering answer) {
    always = answer;
  }

  List<Seen> seen() {
    return List.copyOf(journal);
  }

  /// How often this method was used.
  long count(String method) {
    return journal.stream().filter(seen -> seen.method().equals(method)).count();
  }

  byte[] object(String key) {
    Item item = objects.get(key);
    return item == null ? new byte[0] : item.put().body();
  }

  synchronized void put(String key, byte[] bytes) {
    objects.put(key, new Item(new Seen("PUT", "", Map.of(), bytes)));
  }

  /// Answers as S3 does.
  synchronized Reply serve(Seen seen) {
    Item item = objects.get(seen.key());
    return switch (seen.method()) {
      case "PUT" -> {
        if (item != null && seen.header("if-none-match").equals("*")) {
          yield Reply.error(412, "PreconditionFailed");
        }
        objects.put(seen.key(), new Item(seen));
        yield Reply.of(200, "");
      }
      case "DELETE" -> {
        objects.remove(seen.key());
        yield Reply.of(204, "");
      }
      case "HEAD" -> item == null ? Reply.of(404, "") : described(item, 200, item.put().body());
      case "GET" -> seen.key().isEmpty() ? listing() : get(seen, item);
      default -> Reply.error(405, "MethodNotAllowed");
    };
  }

  private static Reply get(Seen seen, @Nullable Item item) {
    if (item == null) {
      return Reply.of(404, NO_KEY);
    }
    byte[] all = item.put().body();
    String range = seen.header("range");
    if (range.isEmpty()) {
      return described(item, 200, all);
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    int to = Integer.parseInt(range.substring(range.indexOf('-') + 1)) + 1;
    if (from >= all.length) {
      return Reply.error(416, "InvalidRange").with("content-range", "bytes */" + all.length);
    }
    int end = Math.min(to, all.length);
    return described(item, 206, Arrays.copyOfRange(all, from, end))
        .with("content-range", "bytes " + from + "-" + (end - 1) + "/" + all.length);
  }

  private static Reply described(Item item, int status, byte[] body) {
    Reply reply = new Reply(status, Map.of(), body, -1).with("last-modified", now());
    String mark = item.put().header("x-amz-meta-csdr-put");
    return mark.isEmpty() ? reply : reply.with("x-amz-meta-csdr-put", mark);
  }

  private Reply listing() {
    return Reply.of(200, listing(List.copyOf(objects.keySet()), ""));
  }

  /// A page of a listing.
  static String listing(List<String> keys, String next) {
    StringBuilder page = new StringBuilder("<ListBucketResult>");
    for (String key : keys) {
      page.append("<Contents><Key>").append(key).append("</Key><Size>1</Size>");
      page.append("<LastModified>2026-01-02T03:04:05.678Z</LastModified></Contents>");
    }
    page.append("<IsTruncated>").append(!next.isEmpty()).append("</IsTruncated>");
    if (!next.isEmpty()) {
      page.append("<NextContinuationToken>").append(next).append("</NextContinuationToken>");
    }
    return page.append("</ListBucketResult>").toString();
  }

  static String now() {
    return ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofPlatform().daemon().start(() -> talk(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket connection) {
    try (Socket socket = connection) {
      Seen seen = request(new BufferedInputStream(socket.getInputStream()));
      journal.add(seen);
      Answering answering;
      synchronized (this) {
        Answering scripted = script.poll();
        answering = scripted != null ? scripted : always != null ? always : this::serve;
      }
      send(socket, seen, answering.to(seen));
    } catch (IOException e) {
      // The client is tested, not this side.
    }
  }

  private static void send(Socket socket, Seen seen, Reply reply) throws IOException {
    Map<String, String> headers = new TreeMap<>(reply.headers());
    headers.putIfAbsent("date", now());
    headers.putIfAbsent("content-length", String.valueOf(reply.body().length));
    headers.put("connection", "close");
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Status\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    OutputStream out = socket.getOutputStream();
    if (reply.sent() != 0) {
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }
    if (!seen.method().equals("HEAD")) {
      out.write(reply.body(), 0, reply.sent() < 0 ? reply.body().length : reply.sent());
    }
    out.flush();
    if (reply.sent() >= 0) {
      socket.setSoLinger(true, 0); // a reset, not an end
    }
  }

  private static Seen request(InputStream in) throws IOException {
    String[] first = line(in).split(" ", -1);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Seen(first[0], first[1], headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended");
      }
      line.append(c == '\r' ? "" : String.valueOf((char) c));
    }
    return line.toString();
  }
}
