package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.testing.oss.OssBucket;
import io.csdr.testing.oss.OssFault;
import io.csdr.testing.oss.OssKey;
import io.csdr.vault.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong between a vault and OSS, and what becomes of it.
class OssFaultsTest {
  private static final byte[] BYTES = noise();

  private final OssBench bench = new OssBench();
  private final OssStore store = bench.store();

  private static byte[] noise() {
    byte[] bytes = new byte[50_000];
    new Random(8).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void learn() {
    store.putIfAbsent("known", BYTES);
    bench.oss.journal().clear();
  }

  @AfterEach
  void stop() {
    store.close();
    bench.close();
  }

  private static Stream<OssFault> passing() {
    return Stream.of(
        new OssFault.Busy(0),
        new OssFault.Garbage(502),
        new OssFault.CutBefore(),
        new OssFault.CutAfter(),
        new OssFault.FailedAfter(),
        new OssFault.Delayed(Duration.ofMillis(20)),
        new OssFault.Refused(400, "RequestTimeout", "slow"),
        new OssFault.Refused(503, "QpsLimitExceeded", "busy"),
        new OssFault.Refused(503, "UploadTrafficRateLimitExceeded", "busy"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatPassesIsNotNoticed(OssFault fault) {
    for (String method : List.of("PUT", "GET", "HEAD", "DELETE")) {
      bench.oss.faults().next(method, "", 2, fault);
    }
    assertThat(store.putIfAbsent("k", BYTES)).isTrue();
    assertThat(store.putIfAbsent("known", new byte[1])).isFalse();
    assertThat(store.readAll("k")).isEqualTo(BYTES);
    assertThat(store.stat("k")).isPresent();
    store.delete("k");
    assertThat(bench.bucket.keys()).containsExactly("prod/a/known");
    bench.oss.faults().next("GET", "", 2, fault);
    assertThat(keys()).containsExactly("known");
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatDoesNotPassIsUnreachable(OssFault fault) {
    if (fault instanceof OssFault.Delayed) {
      return; // it does not fail
    }
    bench.oss.faults().next("GET", "known", 99, fault);
    assertThatThrownBy(() -> store.read("known", 0, 5))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("cannot read known");
    assertThat(bench.oss.journal().count("GET")).isEqualTo(OssBench.QUICK.attempts());
  }

  @ParameterizedTest
  @EnumSource
  void aLostAnswerIsNoLostObject(OssBucket.Versioning versioning) {
    bench.bucket.versioning(versioning);
    for (OssFault fault : List.of(new OssFault.CutAfter(), new OssFault.FailedAfter())) {
      String key = "lost-" + fault.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      bench.oss.faults().next("PUT", key, 1, fault);
      assertThat(store.putIfAbsent(key, BYTES)).isTrue();
      assertThat(store.readAll(key)).isEqualTo(BYTES);
      assertThat(store.putIfAbsent(key, new byte[1])).isFalse();
    }
  }

  @Test
  void anAnswerThatIsTooLateIsNoLostObject() {
    RetryPolicy hasty =
        new RetryPolicy(20, Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(100));
    try (OssStore other =
        bench.store(bench.settings().withRetry(hasty), OssBench.credentials(OssBench.KEY))) {
      bench.oss.faults().next("PUT", "late", 3, new OssFault.Delayed(Duration.ofMillis(400)));
      assertThat(other.putIfAbsent("late", BYTES)).isTrue();
      assertThat(other.readAll("late")).isEqualTo(BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatSomebodyElseTookMeanwhileIsNotOurs(OssBucket.Versioning versioning) {
    bench.bucket.versioning(versioning);
    store.putIfAbsent("other", BYTES); // what the bucket is like is known from here on
    byte[] theirs = "theirs".getBytes(StandardCharsets.US_ASCII);
    bench.oss.faults().next("PUT", "k", 1, new OssFault.CutBefore());
    String next = versioning == OssBucket.Versioning.NEVER ? "PUT" : "HEAD";
    bench
        .oss
        .faults()
        .after(
            next,
            "k",
            next.equals("HEAD") ? 1 : 0,
            1,
            new OssFault.Meanwhile(() -> bench.bucket.place("prod/a/k", theirs)));

    assertThat(store.putIfAbsent("k", BYTES)).isFalse();
    assertThat(store.readAll("k")).isEqualTo(theirs);
    assertThat(bench.bucket.versions("prod/a/k")).isEqualTo(1);
  }

  @Test
  void nothingIsOverwrittenInABucketWithVersionsEither() {
    bench.bucket.versioning(OssBucket.Versioning.ENABLED);
    try (OssStore fresh = bench.store()) {
      assertThat(fresh.putIfAbsent("known", new byte[1])).isFalse();
      assertThat(fresh.putIfAbsent("new", BYTES)).isTrue();
      assertThat(fresh.putIfAbsent("new", new byte[1])).isFalse();
    }
    assertThat(bench.bucket.versions("prod/a/known")).isEqualTo(1);
    assertThat(bench.bucket.versions("prod/a/new")).isEqualTo(1);
  }

  @Test
  void versioningThatIsSwitchedOnIsNoticedWithTheNextPut() {
    bench.bucket.versioning(OssBucket.Versioning.ENABLED);
    store.putIfAbsent("new", BYTES);
    assertThat(store.putIfAbsent("known", new byte[1])).isFalse();
    assertThat(bench.bucket.versions("prod/a/known")).isEqualTo(1);
  }

  @Test
  void aWrongSumIsLookedInto() {
    bench.oss.faults().next("PUT", "k", 1, new OssFault.WrongSum());
    assertThat(store.putIfAbsent("k", BYTES)).isTrue();
    assertThat(bench.oss.journal().count("PUT")).isEqualTo(1);
    assertThat(bench.oss.journal().count("DELETE")).isZero();

    bench.oss.faults().next("GET", "k", 1, new OssFault.WrongSum());
    assertThat(store.readAll("k")).isEqualTo(BYTES);
    assertThat(bench.oss.journal().count("GET")).isEqualTo(2);
  }

  @Test
  void whatIsDamagedOnItsWayIsSentAgain() {
    bench.oss.faults().next("PUT", "k", 1, new OssFault.WrongByte(77));
    assertThat(store.putIfAbsent("k", BYTES)).isTrue();
    assertThat(bench.bucket.bytes("prod/a/k").orElseThrow()).isEqualTo(BYTES);

    bench.oss.faults().next("GET", "k", 1, new OssFault.WrongByte(77));
    assertThat(store.readAll("k")).isEqualTo(BYTES);
  }

  @Test
  void whatIsDamagedOnItsWayIntoALockedBucketIsTold() {
    bench.bucket.lock(1);
    bench.oss.faults().next("PUT", "k", 1, new OssFault.WrongByte(77));
    assertThatThrownBy(() -> store.putIfAbsent("k", BYTES))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("damaged on its way");
  }

  @Test
  void whatIsDamagedInTheBucketIsLeftToTheVaultToJudge() {
    bench.bucket.flipByte("prod/a/known", 9);
    byte[] read = store.readAll("known");
    assertThat(read).hasSameSizeAs(BYTES).isNotEqualTo(BYTES);
    assertThat(bench.oss.journal().count("GET")).isEqualTo(2);
  }

  @Test
  void anAnswerThatEndsEarlyIsAskedForAgain() {
    bench.oss.faults().next("GET", "known", 1, new OssFault.Truncated(1000));
    assertThat(store.readAll("known")).isEqualTo(BYTES);
    bench.oss.faults().next("GET", "", 1, new OssFault.Truncated(100));
    assertThat(keys()).containsExactly("known");
    bench.oss.faults().next("GET", "known", 99, new OssFault.Truncated(1000));
    assertThatThrownBy(() -> store.readAll("known")).isInstanceOf(StoreException.Unreachable.class);
  }

  @Test
  void aClockThatIsOffIsCorrectedOnce() {
    bench.oss.clock().advance(Duration.ofHours(3));
    assertThat(store.readAll("known")).isEqualTo(BYTES);
    int before = bench.oss.journal().entries().size();
    assertThat(store.stat("known")).isPresent();
    assertThat(bench.oss.journal().entries()).hasSize(before + 1);
    assertThat(bench.oss.journal().entries().stream().filter(entry -> entry.status() == 403))
        .hasSize(1);
  }

  @Test
  void aTimeThatIsRefusedForeverIsTheClocksFault() {
    bench.oss.faults().next("*", "", 99, new OssFault.Refused(403, "RequestTimeTooSkewed", "off"));
    assertThatThrownBy(() -> store.stat("known"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("clock");
    assertThat(bench.oss.journal().entries()).hasSize(2);
  }

  @Test
  void aLockIsNamedWithItsEnd() {
    bench.bucket.lock(30);
    Instant end = store.stat("known").orElseThrow().modified().plus(Duration.ofDays(30));
    assertThatThrownBy(() -> store.delete("known"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("bucket cnfs-oss-team-a (30 days) until " + end);
    assertThat(store.stat("known")).isPresent();
    bench.oss.clock().advance(Duration.ofDays(31));
    store.delete("known");
    assertThat(store.stat("known")).isEmpty();
  }

  @Test
  void aLockIsNamedWithoutTheRightToAskForIt() {
    bench.bucket.lock(30);
    bench.oss.faults().next("GET", "", 9, new OssFault.Refused(403, "AccessDenied", "no right"));
    assertThatThrownBy(() -> store.delete("known"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("retention policy of bucket cnfs-oss-team-a");
  }

  @Test
  void archivedObjectsAreTold() {
    bench.bucket.storageClass("Archive");
    store.putIfAbsent("cold", BYTES);
    assertThat(store.stat("cold")).isPresent();
    assertThatThrownBy(() -> store.readAll("cold"))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("archive")
        .hasMessageContaining("InvalidObjectState");
  }

  @Test
  void anotherKeyIsTakenWhenOneIsRefused() {
    OssKey first = OssKey.ofRole("STS.1", "s1", "t1", Instant.now().plusSeconds(3600));
    OssKey second = OssKey.ofRole("STS.2", "s2", "t2", Instant.now().plusSeconds(3600));
    bench.oss.admit(first).admit(second);
    AtomicReference<OssKey> present = new AtomicReference<>(first);
    OssCredentials changing =
        new OssCredentials() {
          @Override
          public OssAccessKey key() {
            OssKey key = present.get();
            return new OssAccessKey(key.id(), key.secret(), key.token());
          }

          @Override
          public boolean renew() {
            present.set(second);
            return true;
          }
        };
    try (OssStore other = bench.store(bench.settings(), changing)) {
      assertThat(other.stat("known")).isPresent();
      bench.oss.revoke(first);
      assertThat(other.readAll("known")).isEqualTo(BYTES);
      bench.oss.revoke(second);
      assertThatThrownBy(() -> other.readAll("known")).isInstanceOf(StoreException.Denied.class);
    }
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    store.list("", object -> keys.add(object.key()));
    return keys;
  }
}
