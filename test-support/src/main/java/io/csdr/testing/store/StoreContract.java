package io.csdr.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a vault relies on in any store. A subclass per implementation provides an empty one.
public abstract class StoreContract {

  /// The empty store under test, the same one for the whole of a test.
  protected abstract Store store();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>();
    store().list(prefix, object -> keys.add(object.key()));
    return keys;
  }

  @Test
  void whatWasPutIsRead() {
    assertThat(store().putIfAbsent("a/b", bytes("hello"))).isTrue();
    assertThat(store().readAll("a/b")).isEqualTo(bytes("hello"));
    assertThat(store().read("a/b", 1, 3)).isEqualTo(bytes("ell"));
    assertThat(store().read("a/b", 5, 0)).isEmpty();
  }

  @Test
  void aPartOfAnArrayCanBePut() {
    byte[] array = bytes("xxhelloyy");
    store().putIfAbsent("part", array, 2, 5);
    Arrays.fill(array, (byte) 0);
    assertThat(store().readAll("part")).isEqualTo(bytes("hello"));
  }

  @Test
  void anEmptyObjectIsAnObject() {
    assertThat(store().putIfAbsent("empty", new byte[0])).isTrue();
    assertThat(store().stat("empty")).map(StoredObject::size).contains(0L);
    assertThat(store().readAll("empty")).isEmpty();
  }

  @Test
  void severalMegabytesComeBackUnchanged() {
    byte[] noise = new byte[(9 << 20) + 12_345];
    new Random(1).nextBytes(noise);
    store().putIfAbsent("p/00/large", noise);
    assertThat(store().readAll("p/00/large")).isEqualTo(noise);
    assertThat(store().read("p/00/large", (8 << 20) - 5, 70_000))
        .isEqualTo(Arrays.copyOfRange(noise, (8 << 20) - 5, (8 << 20) - 5 + 70_000));
  }

  @Test
  void anExistingKeyIsNeverOverwritten() {
    store().putIfAbsent("k", bytes("first"));
    assertThat(store().putIfAbsent("k", bytes("second"))).isFalse();
    assertThat(store().readAll("k")).isEqualTo(bytes("first"));
  }

  @Test
  void ofManyPutsOfOneKeyExactlyOneWins() throws Exception {
    int writers = 16;
    CountDownLatch ready = new CountDownLatch(writers);
    try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        byte[] content = bytes("writer-" + i);
        results.add(
            pool.submit(() -> {
              ready.countDown();
              ready.await();
              return store().putIfAbsent("c/race", content);
            }));
      }
      List<Integer> winners = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        if (results.get(i).get()) {
          winners.add(i);
        }
      }
      assertThat(winners).hasSize(1);
      assertThat(store().readAll("c/race")).isEqualTo(bytes("writer-" + winners.getFirst()));
    }
  }

  @Test
  void manyKeysCanBePutAtOnce() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String key = "p/" + i % 7 + "/" + i;
        results.add(pool.submit(() -> store().putIfAbsent(key, bytes(key))));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
    List<String> keys = keys("p/");
    assertThat(keys).hasSize(200).isSorted();
    keys.forEach(key -> assertThat(store().readAll(key)).isEqualTo(bytes(key)));
  }

  @Test
  void whatIsNotThereIsMissing() {
    store().putIfAbsent("there", bytes("x"));
    assertThatThrownBy(() -> store().read("gone", 0, 1)).isInstanceOf(StoreException.Missing.class);
    assertThatThrownBy(() -> store().read("dir/gone", 0, 1))
        .isInstanceOf(StoreException.Missing.class);
    assertThatThrownBy(() -> store().readAll("gone")).isInstanceOf(StoreException.Missing.class);
    assertThat(store().stat("gone")).isEmpty();
    assertThat(store().stat("dir/gone")).isEmpty();
    assertThat(store().stat("there/gone")).isEmpty();
  }

  @Test
  void aPrefixIsNoObject() {
    store().putIfAbsent("a/b/c", bytes("x"));
    assertThat(store().stat("a/b")).isEmpty();
    assertThatThrownBy(() -> store().readAll("a/b")).isInstanceOf(StoreException.Missing.class);
  }

  @Test
  void readingBeyondTheEndIsTruncated() {
    store().putIfAbsent("short", bytes("12345"));
    assertThatThrownBy(() -> store().read("short", 3, 3))
        .isInstanceOf(StoreException.Truncated.class);
    assertThatThrownBy(() -> store().read("short", 6, 1))
        .isInstanceOf(StoreException.Truncated.class);
    assertThatThrownBy(() -> store().read("short", Long.MAX_VALUE, 1))
        .isInstanceOf(StoreException.Truncated.class);
  }

  @Test
  void aNegativeRangeIsRefused() {
    store().putIfAbsent("short", bytes("12345"));
    assertThatThrownBy(() -> store().read("short", -1, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().read("short", 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listingsAscendByKeyHoweverKeysAreNested() {
    List<String> keys =
        List.of("a", "b-c", "b.c", "b/c", "b/c-d", "b/d/e", "b/d/e.f", "b0", "b_", "c/x");
    for (String key : keys.reversed()) {
      store().putIfAbsent(key, bytes(key));
    }
    assertThat(keys("")).containsExactlyElementsOf(keys.stream().sorted().toList());
    assertThat(keys("b/")).containsExactly("b/c", "b/c-d", "b/d/e", "b/d/e.f");
  }

  @Test
  void aPrefixMayEndInsideASegment() {
    List.of("j/run-1/0", "j/run-1/1", "j/run-10/0", "j/run-2/0", "jx")
        .forEach(key -> store().putIfAbsent(key, bytes(key)));
    assertThat(keys("j/run-1")).containsExactly("j/run-1/0", "j/run-1/1", "j/run-10/0");
    assertThat(keys("j/run-1/")).containsExactly("j/run-1/0", "j/run-1/1");
    assertThat(keys("j/run-1/1")).containsExactly("j/run-1/1");
    assertThat(keys("k")).isEmpty();
    assertThat(keys("j/none/")).isEmpty();
  }

  @Test
  void listingAndStatAgree() {
    store().putIfAbsent("p/aa/1", bytes("12345"));
    List<StoredObject> listed = new ArrayList<>();
    store().list("p/", listed::add);
    assertThat(listed).hasSize(1);
    assertThat(store().stat("p/aa/1")).contains(listed.getFirst());
    assertThat(listed.getFirst().size()).isEqualTo(5);
  }

  @Test
  void aDeletedKeyIsGoneAndCanBePutAgain() {
    store().putIfAbsent("k/1", bytes("old"));
    store().putIfAbsent("k/2", bytes("other"));
    store().delete("k/1");
    assertThat(store().stat("k/1")).isEmpty();
    assertThat(keys("k/")).containsExactly("k/2");
    assertThat(store().putIfAbsent("k/1", bytes("new"))).isTrue();
    assertThat(store().readAll("k/1")).isEqualTo(bytes("new"));
  }

  @Test
  void deletingWhatIsNotThereIsNoError() {
    store().delete("never");
    store().delete("never/ever");
    store().putIfAbsent("a/b", bytes("x"));
    store().delete("a");
    assertThat(store().stat("a/b")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "A", "a b", "a\\b", "ä",
        "a\u0000", "a\nb", "~", "a*", "a:b", "%2e%2e"
      })
  void malformedKeysAreRefusedEverywhere(String key) {
    assertThatThrownBy(() -> store().putIfAbsent(key, bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().read(key, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().stat(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().delete(key)).isInstanceOf(IllegalArgumentException.class);
    assertThat(keys("")).isEmpty();
  }

  @Test
  void overlongKeysAreRefused() {
    String longest = "k".repeat(250) + "/" + "k".repeat(250) + "/" + "k".repeat(10);
    assertThat(store().putIfAbsent(longest, bytes("x"))).isTrue();
    assertThatThrownBy(() -> store().putIfAbsent(longest + "k", bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "../", "a//", "A", "a/../b", "a b"})
  void malformedPrefixesAreRefused(String prefix) {
    assertThatThrownBy(() -> store().list(prefix, object -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
