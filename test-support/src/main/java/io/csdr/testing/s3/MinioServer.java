package io.csdr.testing.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A minio on loopback for the tests of one class, with a port, a folder and credentials of its own. Register
/// it as a static field.
///
/// The program is the one that `CSDR_TEST_MINIO` names, else `testbed/tool minio` builds it. Where there is
/// none the class fails, or is skipped where `CSDR_TEST_ALLOW_MISSING` names `minio`.
public final class MinioServer implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {
  private static final Duration LONGEST_START = Duration.ofMinutes(1);
  private static final int TRIES = 3;

  private final String accessKey = "user" + random();
  private final String secret = random() + random();
  private @Nullable Path folder;
  private @Nullable Process process;
  private int port;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Map<String, String> environment = System.getenv();
    List<String> allowed =
        List.of(environment.getOrDefault("CSDR_TEST_ALLOW_MISSING", "").split(",", -1));
    if (!allowed.contains("minio")) {
      return ConditionEvaluationResult.enabled("minio is needed");
    }
    try {
      MinioProgram.path();
      return ConditionEvaluationResult.enabled("there is a minio");
    } catch (IllegalStateException e) {
      return ConditionEvaluationResult.disabled("allowed to be missing: minio");
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Path program = MinioProgram.path();
    Path home = Files.createTempDirectory("csdr-minio-");
    folder = home;
    Files.createDirectory(home.resolve("data"));
    // Between the choice of a port and its use somebody else may take it.
    for (int tries = 1; ; tries++) {
      Process started = start(program, home);
      process = started;
      if (answers(started)) {
        return;
      }
      stop(started);
      if (tries == TRIES) {
        throw new IllegalStateException(
            "minio did not start: " + Files.readString(home.resolve("log")));
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (process != null) {
      stop(process);
    }
    if (folder != null) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /// Its URL.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// The id of the only access key.
  public String accessKey() {
    return accessKey;
  }

  /// The secret of the only access key.
  public String secret() {
    return secret;
  }

  /// Makes an empty bucket.
  public void makeBucket(String name) {
    try {
      Files.createDirectory(data().resolve(name));
    } catch (IOException e) {
      throw new IllegalStateException("cannot make the bucket " + name, e);
    }
  }

  /// Lets the server answer nothing until [#thaw].
  public void freeze() {
    signal("-STOP");
  }

  /// Lets it answer again.
  public void thaw() {
    signal("-CONT");
  }

  private Path data() {
    if (folder == null) {
      throw new IllegalStateException("minio has not been started");
    }
    return folder.resolve("data");
  }

  private void signal(String signal) {
    if (process == null) {
      throw new IllegalStateException("minio has not been started");
    }
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("cannot signal minio", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Process start(Path program, Path home) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "server",
            "--quiet",
            "--address",
            "127.0.0.1:" + port,
            "--certs-dir",
            home.resolve("certs").toString(),
            home.resolve("data").toString());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "MINIO_ROOT_USER",
                accessKey,
                "MINIO_ROOT_PASSWORD",
                secret,
                "MINIO_BROWSER",
                "off",
                "HOME",
                home.toString(),
                "PATH",
                System.getenv("PATH")));
    return builder.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
  }

  private boolean answers(Process started) throws InterruptedException {
    HttpRequest ready =
        HttpRequest.newBuilder(endpoint().resolve("/minio/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long start = System.nanoTime();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (started.isAlive() && System.nanoTime() - start < LONGEST_START.toNanos()) {
        try {
          if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
            return started.isAlive();
          }
        } catch (IOException e) {
          // Not yet.
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    return false;
  }

  private static void stop(Process started) throws InterruptedException {
    started.destroyForcibly().waitFor();
  }

  private static String random() {
    byte[] bytes = new byte[8];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
