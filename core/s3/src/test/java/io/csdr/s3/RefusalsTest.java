package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.s3.ScriptedS3.Reply;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every failure is of its kind, says what it failed on and what to do, and shows no secret.
@Timeout(60)
class RefusalsTest {
  private static final AccessKey KEY =
      new AccessKey("AKIDEXAMPLE", "the-secret", "the-session-token", null);

  private final ScriptedS3 server;

  RefusalsTest() throws IOException {
    server = new ScriptedS3();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private static S3Store store(URI endpoint) {
    return S3Store.open(
        S3Location.parse("s3://bucket/pre"),
        S3Settings.at(endpoint).patient(Duration.ofMillis(200)),
        Credentials.of(KEY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | NoSuchBucket                  | Denied      | there is no bucket 'bucket'
          403 | AccessDenied                  | Denied      | s3:GetObject
          403 | InvalidAccessKeyId            | Denied      | check AWS_ACCESS_KEY_ID
          403 | SignatureDoesNotMatch         | Denied      | check AWS_SECRET_ACCESS_KEY
          400 | ExpiredToken                  | Denied      | renew AWS_SESSION_TOKEN
          400 | InvalidToken                  | Denied      | check AWS_SESSION_TOKEN
          403 | RequestTimeTooSkewed          | Denied      | clock
          301 | PermanentRedirect             | Denied      | AWS_REGION
          400 | AuthorizationHeaderMalformed  | Denied      | AWS_REGION
          403 | InvalidObjectState            | Denied      | archive
          400 | ObjectLocked                  | Denied      | retains
          501 | NotImplemented                | Denied      | conditional writes
          400 | InvalidRequest                | Denied      | words of the service
          507 | XMinioStorageFull             | Full        | make room
          403 | QuotaExceeded                 | Full        | make room
          400 | XMinioAdminBucketQuotaExceeded| Full        | make room
          503 | SlowDown                      | Unreachable | try again later
          500 | InternalError                 | Unreachable | try again later
          503 | XMinioServerNotInitialized    | Unreachable | try again later
          404 | NoSuchKey                     | Missing     | k
          """)
  void refusalsAreToldApart(int status, String code, String kind, String words) {
    server.always(seen -> Reply.error(status, code));
    try (S3Store store = store(server.endpoint())) {
      assertThatThrownBy(() -> store.read("k", 0, 1))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(words)
          .satisfies(e -> {
            assertThat(e.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(e.getMessage())
                .doesNotContain("the-secret")
                .doesNotContain("the-session-token")
                .doesNotContain("pre/k");
            if (!kind.equals("Missing")) {
              assertThat(e.getMessage()).contains(" — ").contains("bucket");
            }
          });
    }
  }

  @Test
  void theRightRegionIsNamed() {
    server.always(seen -> Reply.of(301, "").with("x-amz-bucket-region", "eu-central-1"));
    try (S3Store store = store(server.endpoint())) {
      assertThatThrownBy(() -> store.putIfAbsent("k", new byte[1]))
          .hasMessageContaining("write of k in s3://bucket/pre")
          .hasMessageContaining(
              "is in region eu-central-1, not us-east-1: set AWS_REGION=eu-central-1");
    }
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void wordsOfTheServiceArePrintableAndShort() {
    server.always(seen ->
        Reply.of(
            403,
            "<Error><Code>Odd</Code><Message>a&#10;b&#155;[31m"
                + "x".repeat(5000)
                + "</Message></Error>"));
    try (S3Store store = store(server.endpoint())) {
      assertThatThrownBy(() -> store.read("k", 0, 1))
          .satisfies(e ->
              assertThat(e.getMessage())
                  .contains("a b [31mxxx")
                  .doesNotContain("\u009b")
                  .hasSizeLessThan(700));
    }
  }

  @Test
  void aClosedPortIsTold() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (S3Store store = store(URI.create("http://127.0.0.1:" + port))) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessageContaining("127.0.0.1:" + port + " refuses the connection");
    }
  }

  @Test
  void aNameThatIsNowhereIsTold() {
    try (S3Store store = store(URI.create("http://no-such-host.invalid"))) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessageContaining("cannot be resolved");
    }
  }

  @Test
  void plainHttpBehindHttpsIsTold() {
    URI wrong = URI.create("https://127.0.0.1:" + server.endpoint().getPort());
    try (S3Store store = store(wrong)) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessageContaining("no secure connection")
          .hasMessageContaining("http://");
    }
  }

  @Test
  void aClosedStoreIsNotWaitedFor() {
    S3Store store =
        S3Store.open(
            S3Location.parse("s3://bucket"), S3Settings.at(server.endpoint()), Credentials.of(KEY));
    store.close();
    assertThatThrownBy(() -> store.stat("k")).isInstanceOf(StoreException.Unreachable.class);
  }
}
