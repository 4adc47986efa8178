package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.testing.oss.MetadataDouble;
import io.csdr.testing.oss.MovableClock;
import io.csdr.testing.oss.OssKey;
import io.csdr.vault.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RamRoleCredentialsTest {
  private static final OssKey FIRST = key("STS.1");
  private static final OssKey SECOND = key("STS.2");

  private final MetadataDouble metadata = MetadataDouble.start();
  private final MovableClock clock = new MovableClock();
  private final RamRoleCredentials credentials = credentials(Optional.empty());

  private static OssKey key(String id) {
    Instant end = Instant.now().plus(Duration.ofHours(6)).truncatedTo(ChronoUnit.SECONDS);
    return OssKey.ofRole(id, "secret of " + id, "token of " + id, end);
  }

  private static OssAccessKey ours(OssKey key) {
    return new OssAccessKey(key.id(), key.secret(), key.token());
  }

  private RamRoleCredentials credentials(Optional<String> role) {
    return new RamRoleCredentials(metadata.base(), role, clock);
  }

  @AfterEach
  void stop() {
    metadata.close();
  }

  @Test
  void theNodesRoleIsFoundAndItsKeyKept() {
    metadata.attach("KubernetesWorkerRole-1", FIRST);
    assertThat(credentials.key()).isEqualTo(ours(FIRST));
    assertThat(credentials.key()).isEqualTo(ours(FIRST));
    assertThat(metadata.keysGiven()).isEqualTo(1);
  }

  @Test
  void aServiceFromBeforeThereWereTokensWillDo() {
    metadata.withoutTokens().attach("role", FIRST);
    assertThat(credentials.key()).isEqualTo(ours(FIRST));
  }

  @Test
  void aNamedRoleIsTaken() {
    metadata.attach("backup", FIRST);
    assertThat(credentials(Optional.of("backup")).key()).isEqualTo(ours(FIRST));
    assertThatThrownBy(() -> credentials(Optional.of("other")).key())
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("no RAM role other");
    assertThatThrownBy(() -> credentials(Optional.of("../x")))
        .isInstanceOf(StoreException.Denied.class);
  }

  @Test
  void theKeyIsRenewedBeforeItExpires() {
    metadata.attach("role", FIRST);
    credentials.key();
    metadata.attach("role", SECOND);
    clock.advance(Duration.ofMinutes(345));
    assertThat(credentials.key()).isEqualTo(ours(FIRST));
    clock.advance(Duration.ofMinutes(6));
    assertThat(credentials.key()).isEqualTo(ours(SECOND));
  }

  @Test
  void aKeyIsUsedToItsEndWhileThereIsNoOther() {
    metadata.attach("role", FIRST);
    credentials.key();
    metadata.failWith(500);
    clock.advance(Duration.ofMinutes(355));
    assertThat(credentials.key()).isEqualTo(ours(FIRST));
    clock.advance(Duration.ofMinutes(6));
    assertThatThrownBy(credentials::key)
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("500");
  }

  @Test
  void aRefusedKeyIsReplaced() {
    metadata.attach("role", FIRST);
    credentials.key();
    metadata.attach("role", SECOND);
    assertThat(credentials.renew()).isTrue();
    assertThat(credentials.key()).isEqualTo(ours(SECOND));
  }

  @Test
  void aNodeWithoutRoleIsTold() {
    assertThatThrownBy(credentials::key)
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("no RAM role");
  }

  @Test
  void aMachineWithoutServiceIsTold() {
    URI nowhere = metadata.base();
    metadata.close();
    assertThatThrownBy(() -> new RamRoleCredentials(nowhere, Optional.empty(), clock).key())
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("no ECS node");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON with secret-1",
        "[]",
        "{}",
        "{\"Code\":\"Failed\",\"AccessKeySecret\":\"secret-1\"}",
        "{\"Code\":\"Success\",\"AccessKeyId\":\"i\",\"AccessKeySecret\":\"secret-1\","
            + "\"SecurityToken\":\"t\",\"Expiration\":\"tomorrow\"}",
        "{\"AccessKeySecret\":\"secret-1",
      })
  void anAnswerThatIsNoKeyIsToldWithoutShowingIt(String text) {
    metadata.attach("role", text);
    assertThatThrownBy(credentials::key)
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessageContaining("no key of a role")
        .hasMessageNotContaining("secret-1")
        .hasNoCause();
  }

  @Test
  void theNameOfARoleIsNotBelieved() {
    metadata.attach("../../user-data", FIRST);
    assertThatThrownBy(credentials::key)
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("malformed");
  }

  @Test
  void aStoreWorksWithTheRoleOfTheNode() {
    metadata.attach("role", FIRST);
    try (OssBench bench = new OssBench()) {
      bench.oss.admit(FIRST).admit(SECOND);
      try (OssStore store = bench.store(bench.settings(), credentials)) {
        assertThat(store.putIfAbsent("k", new byte[3])).isTrue();
        metadata.attach("role", SECOND);
        bench.oss.revoke(FIRST);
        assertThat(store.readAll("k")).hasSize(3);
        assertThat(metadata.keysGiven()).isEqualTo(2);
      }
    }
  }
}
