package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.s3.ScriptedS3.Reply;
import io.csdr.s3.ScriptedS3.Seen;
import io.csdr.vault.VaultException;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls whose answers are late, damaged, lost or hostile.
@Timeout(60)
class S3StoreTest {
  private static final byte[] HELLO = "hello world".getBytes(StandardCharsets.UTF_8);
  private static final AccessKey KEY =
      new AccessKey("AKIDEXAMPLE", "the-secret", "the-session-token", Instant.EPOCH);
  private static final DateTimeFormatter SIGNED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final ScriptedS3 server;
  private final S3Settings settings;
  private final S3Store store;

  S3StoreTest() throws IOException {
    server = new ScriptedS3();
    settings = S3Settings.at(server.endpoint()).patient(Duration.ofSeconds(20));
    store = open(Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    server.close();
  }

  private S3Store open(Duration patience) {
    return S3Store.open(
        new S3Location(ScriptedS3.BUCKET, ""), settings.patient(patience), Credentials.of(KEY));
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    store.list("", object -> keys.add(object.key()));
    return keys;
  }

  @Test
  void aBusyServiceIsAskedAgain() {
    server.put("k", HELLO);
    server.next(
        seen -> Reply.error(503, "SlowDown").with("retry-after", "0"),
        seen -> Reply.error(500, "InternalError"),
        seen -> Reply.error(400, "RequestTimeout"),
        seen -> Reply.of(429, ""),
        seen -> Reply.of(502, "<html>bad gateway</html>"));
    assertThat(store.readAll("k")).isEqualTo(HELLO);
    assertThat(server.seen()).hasSize(6);
  }

  @Test
  void aServiceThatWantsMoreTimeThanThereIsIsGivenUpAtOnce() {
    server.next(seen -> Reply.error(503, "SlowDown").with("retry-after", "3600"));
    assertThatThrownBy(() -> store.readAll("k"))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("SlowDown");
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void patienceEnds() {
    server.always(seen -> Reply.error(503, "SlowDown"));
    try (S3Store hasty = open(Duration.ofMillis(300))) {
      assertThatThrownBy(() -> hasty.readAll("k")).isInstanceOf(StoreException.Unreachable.class);
    }
    assertThat(server.seen()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 10})
  void aReadThatIsResetIsRepeated(int sent) {
    server.put("k", HELLO);
    server.next(seen -> server.serve(seen).cutAt(sent), seen -> server.serve(seen).cutAt(sent));
    assertThat(store.read("k", 0, HELLO.length)).isEqualTo(HELLO);
    assertThat(server.count("GET")).isEqualTo(3);
  }

  @Test
  void aPartThatIsShorterThanItsHeaderSaysIsRepeated() {
    server.put("k", HELLO);
    server.next(seen -> Reply.of(206, "hell").with("content-range", "bytes 0-10/11"));
    assertThat(store.read("k", 0, 11)).isEqualTo(HELLO);
    server.next(seen -> Reply.of(206, "hello").with("content-range", "bytes 0-4/11"));
    assertThat(store.read("k", 6, 5)).isEqualTo("world".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anObjectThatEndsTooEarlyIsTruncated() {
    server.put("k", HELLO);
    assertThatThrownBy(() -> store.read("k", 8, 4))
        .isInstanceOf(StoreException.Truncated.class)
        .hasMessageContaining("has 11 bytes");
    assertThatThrownBy(() -> store.read("k", 11, 1)).isInstanceOf(StoreException.Truncated.class);
  }

  @Test
  void aDamagedObjectIsReadAgain() {
    server.put("k", HELLO);
    String right = Crc.of(HELLO, 0, HELLO.length);
    server.next(
        seen -> Reply.of(200, "hello wurld").with(Crc.HEADER, right),
        seen ->
            Reply.of(206, "hello wurld")
                .with("content-range", "bytes 0-10/11")
                .with(Crc.HEADER, right));
    assertThat(store.readAll("k")).isEqualTo(HELLO);
    server.next(seen ->
        Reply.of(206, "hello wurld")
            .with("content-range", "bytes 0-10/11")
            .with(Crc.HEADER, right));
    assertThat(store.read("k", 0, 11)).isEqualTo(HELLO);
  }

  @Test
  void aServiceThatIgnoresRangesIsNotSwallowed() {
    server.always(seen -> Reply.of(200, "x".repeat(5_000_000)));
    assertThatThrownBy(() -> store.read("k", 0, 10))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("longer than the 10 bytes");
    assertThatThrownBy(() -> store.read("k", 5, 4_999_995 + 5))
        .isInstanceOf(StoreException.Unreachable.class);
    assertThat(server.seen()).hasSize(2);
  }

  @Test
  void aPutThatWasWrittenBeforeItFailedIsOurs() {
    server.next(seen -> {
      server.serve(seen);
      return Reply.error(500, "InternalError");
    });
    assertThat(store.putIfAbsent("k", HELLO)).isTrue();
    assertThat(server.object("k")).isEqualTo(HELLO);
    assertThat(server.count("PUT")).isEqualTo(2);
  }

  @Test
  void aPutWhoseAnswerIsLostIsOurs() {
    server.next(seen -> server.serve(seen).cutAt(0));
    assertThat(store.putIfAbsent("k", HELLO)).isTrue();
    assertThat(server.count("PUT")).isEqualTo(2);
  }

  @Test
  void aPutThatFailedWhileSomebodyElseWroteIsNotOurs() {
    server.next(seen -> {
      server.put("k", HELLO); // the same bytes, and still not ours
      return Reply.error(500, "InternalError");
    });
    assertThat(store.putIfAbsent("k", HELLO)).isFalse();
  }

  @Test
  void aPutOfAKeyThatIsThereIsNotOurs() {
    assertThat(store.putIfAbsent("k", HELLO)).isTrue();
    assertThat(store.putIfAbsent("k", HELLO)).isFalse();
    assertThat(server.count("PUT")).isEqualTo(2);
  }

  @Test
  void aConflictOfPutsIsDecidedByTheNextTry() {
    server.next(seen -> Reply.error(409, "ConditionalRequestConflict"));
    assertThat(store.putIfAbsent("k", HELLO)).isTrue();
    assertThat(server.count("PUT")).isEqualTo(2);
  }

  @Test
  void putsSayWhatTheyAreAndAreToldWhenTheyArriveDamaged() {
    server.next(
        seen -> Reply.error(400, "BadDigest"),
        seen -> server.serve(seen).with(Crc.HEADER, "AAAAAA=="));
    assertThat(store.putIfAbsent("k", HELLO)).isTrue();
    Seen put = server.seen().getFirst();
    assertThat(put.header("if-none-match")).isEqualTo("*");
    assertThat(put.header("x-amz-content-sha256")).isEqualTo(SignatureV4.sha256(HELLO));
    // The published check value of CRC-32C.
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(Crc.of(digits, 0, digits.length)).isEqualTo("4waSgw==");
    assertThat(put.header(Crc.HEADER)).isEqualTo(Crc.of(HELLO, 0, HELLO.length));
    assertThat(server.count("PUT")).isEqualTo(3);
  }

  @Test
  void aSkewedClockIsCorrectedOnce() {
    Instant theirs = Instant.now().plus(Duration.ofHours(5));
    server.put("k", HELLO);
    server.always(seen -> {
      Instant signed = SIGNED.parse(seen.header("x-amz-date"), Instant::from);
      boolean near = Duration.between(signed, theirs).abs().toMinutes() < 15;
      return (near ? server.serve(seen) : Reply.error(403, "RequestTimeTooSkewed"))
          .with(
              "date", DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC)));
    });
    assertThat(store.readAll("k")).isEqualTo(HELLO);
    assertThat(server.seen()).hasSize(2);
    assertThat(store.stat("k")).isPresent();
    assertThat(server.seen()).hasSize(3);
  }

  @Test
  void aClockThatCannotBeCorrectedIsTold() {
    server.always(seen -> Reply.error(403, "RequestTimeTooSkewed"));
    assertThatThrownBy(() -> store.readAll("k"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("clock");
    assertThat(server.seen()).hasSize(2);
  }

  @Test
  void anExpiredSessionIsToldAndARenewedOneUsed() {
    server.next(seen -> Reply.error(400, "ExpiredToken"));
    assertThatThrownBy(() -> store.readAll("k"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("AWS_SESSION_TOKEN")
        .hasMessageContaining("1970-01-01T00:00:00Z");
    assertThat(server.seen()).hasSize(1);

    Deque<AccessKey> keys = new ArrayDeque<>(List.of(KEY, AccessKey.of("NEW", "other")));
    Credentials renewing = () -> keys.size() > 1 ? keys.remove() : keys.element();
    server.put("k", HELLO);
    server.next(seen -> Reply.error(400, "ExpiredToken"));
    try (S3Store renewed =
        S3Store.open(new S3Location(ScriptedS3.BUCKET, ""), settings, renewing)) {
      assertThat(renewed.readAll("k")).isEqualTo(HELLO);
    }
    assertThat(server.seen().getLast().header("authorization")).contains("Credential=NEW/");
  }

  @Test
  void listingsFollowTheirPages() {
    List<String> all = IntStream.range(0, 25).mapToObj("p/%02d"::formatted).toList();
    server.next(
        seen -> Reply.of(200, ScriptedS3.listing(all.subList(0, 10), "to+ken/1=")),
        seen -> Reply.error(503, "SlowDown"),
        seen -> Reply.of(200, ScriptedS3.listing(all.subList(10, 20), "two")),
        seen -> Reply.of(200, ScriptedS3.listing(all.subList(20, 25), "")));
    assertThat(keys()).isEqualTo(all);
    assertThat(server.seen().get(1).target()).contains("continuation-token=to%2Bken%2F1%3D&");
    assertThat(server.seen()).hasSize(4);
  }

  @Test
  void keysThatNoVaultHasArePassedOver() {
    List<String> odd = List.of("Upper", "a", "a/", "a/b", "a/%2e%2e/b", "a/&amp;", "../x", "x");
    server.next(seen -> Reply.of(200, ScriptedS3.listing(odd, "")));
    assertThat(keys()).containsExactly("a", "a/b", "x");
  }

  @Test
  void aListingThatNeverEndsIsLeft() {
    server.always(seen -> Reply.of(200, ScriptedS3.listing(List.of("a", "b"), "again")));
    assertThatThrownBy(this::keys)
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("a comes after b");
    assertThat(server.seen()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no xml",
        "<html><body>Sign in</body></html>",
        "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
        "<ListBucketResult><Contents><Key>a</Key><Size>-1</Size>"
            + "<LastModified>2026-01-02T03:04:05Z</LastModified></Contents></ListBucketResult>",
        "<ListBucketResult><Contents><Key>a</Key><Size>1</Size>"
            + "<LastModified>yesterday</LastModified></Contents></ListBucketResult>",
        "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>%zz</Key><Size>1</Size>"
            + "<LastModified>2026-01-02T03:04:05Z</LastModified></Contents></ListBucketResult>",
        "<ListBucketResult><Contents>"
      })
  void whatIsNoListingIsTold(String answer) {
    server.next(seen -> Reply.of(200, answer));
    assertThatThrownBy(this::keys)
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("listing of s3://bucket");
  }

  @Test
  void entitiesAreNeitherExpandedNorFetched() {
    String bomb =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
            + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
            + "<ListBucketResult><Prefix>&d;</Prefix></ListBucketResult>";
    String thief =
        "<!DOCTYPE x [<!ENTITY a SYSTEM \""
            + server.endpoint()
            + "/stolen\">]><ListBucketResult><Prefix>&a;</Prefix></ListBucketResult>";
    String remote =
        "<!DOCTYPE x SYSTEM \""
            + server.endpoint()
            + "/stolen\"><ListBucketResult></ListBucketResult>";
    server.next(
        seen -> Reply.of(200, bomb),
        seen -> Reply.of(200, thief),
        seen -> Reply.of(200, remote),
        seen -> Reply.of(403, thief.replace("ListBucketResult", "Error")));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(this::keys).isInstanceOf(StoreException.Unreachable.class);
    }
    assertThatThrownBy(this::keys).isInstanceOf(StoreException.Denied.class);
    assertThat(server.seen()).hasSize(4);
  }

  @Test
  void aPageLongerThanAnyIsNotRead() {
    server.always(seen -> Reply.of(200, "<ListBucketResult>" + " ".repeat(ListPage.LONGEST)));
    assertThatThrownBy(this::keys)
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("longer");
  }

  @Test
  void theReasonBehindARefusedLookIsAskedFor() {
    server.next(seen -> Reply.of(403, ""), seen -> Reply.error(403, "InvalidAccessKeyId"));
    assertThatThrownBy(() -> store.stat("k"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("AWS_ACCESS_KEY_ID");
    server.next(seen -> Reply.of(404, ""), seen -> Reply.error(404, "NoSuchBucket"));
    assertThatThrownBy(() -> store.stat("k"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("there is no bucket 'bucket'");
    // Once the bucket was seen a missing object costs one request.
    assertThat(store.stat("k")).isEmpty();
    int before = server.seen().size();
    assertThat(store.stat("k")).isEmpty();
    assertThat(server.seen()).hasSize(before + 1);
  }

  @Test
  void aPlaceWhereConditionsAreIgnoredHoldsNoVault() {
    server.always(seen -> {
      if (seen.method().equals("PUT")) {
        server.put(seen.key(), seen.body());
        return Reply.of(200, "");
      }
      return server.serve(seen);
    });
    assertThatThrownBy(() -> S3Store.create(store.location(), settings, Credentials.of(KEY)))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("If-None-Match");
    assertThat(keys()).isEmpty();
  }

  @Test
  void aPlaceInUseHoldsNoNewVault() {
    server.put("other/data.csv", HELLO);
    assertThatThrownBy(() -> S3Store.create(store.location(), settings, Credentials.of(KEY)))
        .isInstanceOf(VaultException.Occupied.class);
    assertThat(server.count("PUT")).isZero();
  }

  @Test
  void deletingWhatIsRetainedIsDenied() {
    server.next(seen -> Reply.error(403, "AccessDenied"));
    assertThatThrownBy(() -> store.delete("k"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("deletion of k")
        .hasMessageContaining("s3:DeleteObject");
    server.next(seen -> Reply.error(404, "NoSuchKey"));
    store.delete("k");
  }

  @Test
  void anInterruptedCallEndsAndStaysInterrupted() {
    server.always(seen -> Reply.error(503, "SlowDown"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.readAll("k"))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
