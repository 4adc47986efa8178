package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.testing.s3.MinioServer;
import io.csdr.testing.store.StoreContract;
import io.csdr.vault.VaultException;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What holds for every store, and what is special about S3, against a real minio.
class S3StoreIT extends StoreContract {
  @RegisterExtension static final MinioServer MINIO = new MinioServer();

  private static final String BUCKET = "contract";
  private static final AtomicInteger PLACES = new AtomicInteger();

  private S3Location location = new S3Location(BUCKET, "unset");
  private S3Store store = open(location, S3Settings.aws("none"));

  @BeforeAll
  static void makeBucket() {
    MINIO.makeBucket(BUCKET);
  }

  @BeforeEach
  void choosePlace() {
    location = new S3Location(BUCKET, "some/Place-" + PLACES.incrementAndGet());
    store = open(location, settings());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  protected Store store() {
    return store;
  }

  private static S3Settings settings() {
    return S3Settings.at(MINIO.endpoint()).patient(Duration.ofSeconds(20));
  }

  private static AccessKey key() {
    return AccessKey.of(MINIO.accessKey(), MINIO.secret());
  }

  private static S3Store open(S3Location at, S3Settings settings) {
    return S3Store.open(at, settings, S3StoreIT::key);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aPrefixHidesWhatIsBesideIt() {
    try (S3Store bucket = open(new S3Location(BUCKET, ""), settings());
        S3Store beside = open(new S3Location(BUCKET, location.prefix() + "0"), settings())) {
      beside.putIfAbsent("k", bytes("beside"));
      store.putIfAbsent("k", bytes("here"));
      assertThat(store.readAll("k")).isEqualTo(bytes("here"));
      List<String> keys = new ArrayList<>();
      store.list("", object -> keys.add(object.key()));
      assertThat(keys).containsExactly("k");
      // The whole bucket shows no key with a capital letter: it is none of a vault's.
      bucket.list("some/", object -> assertThat(object.key()).doesNotContain("Place"));
    }
  }

  @Test
  void listingsOfSeveralPagesAreWhole() {
    int count = 2_345;
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> store.putIfAbsent("%02x/%05d".formatted(i % 7, i), new byte[i % 3]));
    List<StoredObject> listed = new ArrayList<>();
    store.list("", listed::add);
    assertThat(listed).hasSize(count);
    assertThat(listed.stream().map(StoredObject::key)).isSorted();
    assertThat(listed.stream().mapToLong(StoredObject::size).sum())
        .isEqualTo(IntStream.range(0, count).mapToLong(i -> i % 3).sum());
  }

  @Test
  void aWrongSecretIsToldFromAWrongKey() {
    AccessKey wrong = AccessKey.of(MINIO.accessKey(), "not-the-secret-of-it");
    try (S3Store denied = S3Store.open(location, settings(), Credentials.of(wrong))) {
      assertThatThrownBy(() -> denied.stat("k"))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageContaining("SignatureDoesNotMatch")
          .hasMessageContaining("AWS_SECRET_ACCESS_KEY")
          .hasMessageNotContaining("not-the-secret-of-it");
    }
    AccessKey unknown = AccessKey.of("nobody", MINIO.secret());
    try (S3Store denied = S3Store.open(location, settings(), Credentials.of(unknown))) {
      assertThatThrownBy(() -> denied.putIfAbsent("k", bytes("x")))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageContaining("InvalidAccessKeyId")
          .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }
  }

  @Test
  void aMissingBucketIsNoMissingObject() {
    try (S3Store nowhere = open(new S3Location("no-such-bucket", ""), settings())) {
      assertThatThrownBy(() -> nowhere.stat("k"))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageContaining("there is no bucket 'no-such-bucket'");
      assertThatThrownBy(() -> nowhere.list("", object -> {}))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageContaining("there is no bucket 'no-such-bucket'");
      assertThatThrownBy(() -> nowhere.read("k", 0, 1)).isInstanceOf(StoreException.Denied.class);
    }
  }

  @Test
  void aClockThatIsHoursOffIsCorrected() {
    Clock late = Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofHours(-7));
    try (S3Store skewed = S3Store.open(location, settings(), Credentials.of(key()), late)) {
      assertThat(skewed.stat("k")).isEmpty();
      assertThat(skewed.putIfAbsent("k", bytes("x"))).isTrue();
      assertThat(skewed.readAll("k")).isEqualTo(bytes("x"));
    }
  }

  @Test
  void aNewVaultNeedsAnEmptyPlace() {
    try (S3Store fresh = S3Store.create(location, settings(), Credentials.of(key()))) {
      List<StoredObject> left = new ArrayList<>();
      fresh.list("", left::add);
      assertThat(left).isEmpty();
      fresh.putIfAbsent("keys/of-a-creation-that-ended-early", bytes("x"));
    }
    S3Store.create(location, settings(), Credentials.of(key())).close();
    store.putIfAbsent("config", bytes("x"));
    assertThatThrownBy(() -> S3Store.create(location, settings(), Credentials.of(key())))
        .isInstanceOf(VaultException.Occupied.class)
        .hasMessageContaining(location.toString());
  }

  @Test
  void aServerThatPausesIsWaitedFor() throws Exception {
    store.putIfAbsent("k", bytes("x"));
    MINIO.freeze();
    Thread waker =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Thread.sleep(1_500);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              MINIO.thaw();
            });
    assertThat(store.readAll("k")).isEqualTo(bytes("x"));
    waker.join();
  }
}
