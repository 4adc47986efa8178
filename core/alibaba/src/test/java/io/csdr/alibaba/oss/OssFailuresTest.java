package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.csdr.testing.oss.OssFault;
import io.csdr.testing.oss.OssKey;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every refusal says what failed, where, why and what to do, and nothing that is secret.
class OssFailuresTest {
  private static final RetryPolicy IMPATIENT =
      new RetryPolicy(2, Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(200));

  private final OssBench bench = new OssBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  private static StoreException failure(Store store, Consumer<Store> call) {
    try (store) {
      StoreException failure = catchThrowableOfType(StoreException.class, () -> call.accept(store));
      assertThat(failure).isNotNull();
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString())
          .doesNotContain(OssBench.KEY.secret())
          .doesNotContain("StringToSign")
          .doesNotContain("OSS4-HMAC")
          .doesNotContain("token-1");
      return failure;
    }
  }

  private StoreException failure(OssKey key) {
    return failure(
        bench.store(bench.settings(), OssBench.credentials(key)),
        store -> store.read("some/key", 0, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|AccessDenied|The bucket you access does not belong to you.|DENIED|another account",
        "403|AccessDenied|You have no right to access this object.|DENIED|grant oss:GetObject on"
            + " acs:oss:*:*:cnfs-oss-team-a",
        "403|AccessDenied|You have no permission to use the KMS key|DENIED|kms:Decrypt",
        "403|KmsServiceNotEnabled|not enabled|DENIED|KMS key",
        "403|InvalidObjectState|frozen|DENIED|archive",
        "403|UserDisable|UserDisable|DENIED|arrears",
        "403|SecurityTokenExpired|expired|DENIED|expired",
        "403|InvalidSecurityToken|invalid|DENIED|security token",
        "403|InvalidAccessKeyId|unknown|DENIED|access-key-id",
        "403|SignatureDoesNotMatch|wrong|DENIED|access-key-secret",
        "403|RequestTimeTooSkewed|off|DENIED|clock",
        "400|InvalidArgument|Invalid signing region in Authorization header.|DENIED|own region",
        "400|SomethingNew|what|DENIED|SomethingNew",
        "404|NoSuchBucket|none|DENIED|no bucket cnfs-oss-team-a in cn-hangzhou",
        "409|FileImmutable|locked|DENIED|retention",
        "403|QuotaExceeded|full|FULL|no room",
        "507|InsufficientStorage|full|FULL|no room",
        "503|QpsLimitExceeded|busy|UNREACHABLE|fewer backups",
        "503|DownloadTrafficRateLimitExceeded|busy|UNREACHABLE|more than it allows",
        "500|InternalError|trouble|UNREACHABLE|try again later",
      })
  void eachRefusalHasItsCauseAndItsFix(
      int status, String code, String message, String kind, String words) {
    bench.oss.faults().next("GET", "", 99, new OssFault.Refused(status, code, message));
    StoreException failure = failure(OssBench.KEY);
    assertThat(kind(failure)).isEqualTo(kind);
    assertThat(failure)
        .hasMessageContaining(words)
        .hasMessageContaining(code)
        .hasMessageContaining("oss://cnfs-oss-team-a/prod/a: cannot read some/key: ")
        .hasMessageContaining("request ");
  }

  private static String kind(StoreException failure) {
    return switch (failure) {
      case StoreException.Denied denied -> "DENIED";
      case StoreException.Full full -> "FULL";
      case StoreException.Unreachable unreachable -> "UNREACHABLE";
      case StoreException.Missing missing -> "MISSING";
      case StoreException.Truncated truncated -> "TRUNCATED";
    };
  }

  @Test
  void refusalsOfTheServiceItselfAreUnderstood() {
    assertThat(failure(OssKey.ofUser("LTAI-gone", "token-1")))
        .hasMessageContaining("access-key-id");
    assertThat(failure(OssKey.ofUser(OssBench.KEY.id(), "token-1")))
        .hasMessageContaining("access-key-secret");
    OssKey role = OssKey.ofRole("STS.1", "s", "token-1", Instant.now().minusSeconds(1));
    bench.oss.admit(role);
    assertThat(failure(role)).hasMessageContaining("expired");
    bench.bucket.foreign();
    assertThat(failure(OssBench.KEY)).hasMessageContaining("another account");
    bench.oss.removeBucket(bench.bucket.name());
    assertThat(failure(OssBench.KEY)).hasMessageContaining("no bucket");
  }

  @Test
  void aHeadRequestTellsAsMuch() {
    bench.oss.removeBucket(bench.bucket.name());
    assertThat(failure(bench.store(), store -> store.stat("k")))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("no bucket");
  }

  @Test
  void everyActionNamesItsRight() {
    bench.oss.faults().next("*", "", 99, new OssFault.Refused(403, "AccessDenied", "no right"));
    assertThat(failure(bench.store(), store -> store.list("p/", object -> {})))
        .hasMessageContaining("cannot list p/: ")
        .hasMessageContaining("oss:ListObjects");
    assertThat(failure(bench.store(), store -> store.list("", object -> {})))
        .hasMessageContaining("cannot list it: ");
    assertThat(failure(bench.store(), store -> store.delete("k")))
        .hasMessageContaining("oss:DeleteObject");
    assertThat(failure(bench.store(), store -> store.putIfAbsent("k", new byte[1])))
        .hasMessageContaining("cannot write k: ")
        .hasMessageContaining("oss:PutObject");
    assertThat(failure(bench.store(), store -> store.stat("k")))
        .hasMessageContaining("cannot look at k: ");
  }

  @Test
  void theRightEndpointIsNamed() {
    bench.oss.bucket("far-away", "cn-beijing");
    OssStore store =
        OssStore.open(
            new OssLocation("far-away", ""),
            bench.throughProxy("oss-cn-hangzhou.aliyuncs.com").withRegion("cn-beijing"),
            OssBench.credentials(OssBench.KEY));
    assertThat(failure(store, other -> other.list("", object -> {})))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("its endpoint is oss-cn-beijing.aliyuncs.com");
  }

  @Test
  void anotherRegionIsTold() {
    bench.oss.bucket("far-away", "cn-beijing");
    OssStore store =
        OssStore.open(
            new OssLocation("far-away", ""), bench.settings(), OssBench.credentials(OssBench.KEY));
    assertThat(failure(store, other -> other.list("", object -> {})))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("bucket far-away is not in cn-hangzhou");
  }

  @Test
  void aProxyThatRefusesIsTold() {
    bench.oss.faults().next("*", "", 99, new OssFault.Garbage(403));
    assertThat(failure(OssBench.KEY))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("proxy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERNAL|internal endpoints answer only within cn-hangzhou: from elsewhere use network public",
        "PUBLIC|within cn-hangzhou network internal needs none",
        "ACCELERATE|acceleration is switched on",
      })
  void whereNobodyListensTheNetworkIsSuspected(OssNetwork network, String words)
      throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    OssSettings nowhere =
        OssSettings.of("cn-hangzhou", network)
            .withEndpoint("http://127.0.0.1:" + port)
            .withRetry(IMPATIENT);
    OssStore store = bench.store(nowhere, OssBench.credentials(OssBench.KEY));
    assertThat(failure(store, other -> other.stat("k")))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("does not answer")
        .hasMessageContaining(words);
  }

  @Test
  void whereNobodyAnswersTheNetworkIsSuspected() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      OssSettings nowhere =
          OssSettings.of("cn-hangzhou", OssNetwork.INTERNAL)
              .withEndpoint("http://127.0.0.1:" + silent.getLocalPort())
              .withRetry(IMPATIENT);
      OssStore store = bench.store(nowhere, OssBench.credentials(OssBench.KEY));
      assertThat(failure(store, other -> other.stat("k")))
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessageContaining("does not answer")
          .hasMessageContaining("use network public");
    }
  }

  @Test
  void aNameThatNobodyKnowsIsTold() {
    OssSettings nowhere =
        OssSettings.at("http://oss-nowhere.invalid").withRegion("cn-hangzhou").withRetry(IMPATIENT);
    OssStore store = bench.store(nowhere, OssBench.credentials(OssBench.KEY));
    assertThat(failure(store, other -> other.stat("k")))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("oss-nowhere.invalid cannot be resolved");
  }
}
