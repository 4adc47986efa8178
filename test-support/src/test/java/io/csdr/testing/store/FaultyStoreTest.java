package io.csdr.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import org.junit.jupiter.api.Test;

/// A faulty store without faults is a store; with faults it has exactly those.
class FaultyStoreTest extends StoreContract {
  private final FaultyStore store = new FaultyStore(new MemoryStore());

  @Override
  protected Store store() {
    return store;
  }

  @Test
  void theNthCallFailsOnce() {
    store.failOn(FaultyStore.Call.PUT, "p/", 2, () -> new StoreException.Unreachable("cut", null));
    store.putIfAbsent("p/1", new byte[1]);
    assertThatThrownBy(() -> store.putIfAbsent("p/2", new byte[1]))
        .isInstanceOf(StoreException.Unreachable.class);
    assertThat(store.stat("p/2")).isEmpty();
    assertThat(store.putIfAbsent("p/2", new byte[1])).isTrue();
    assertThat(store.calls(FaultyStore.Call.PUT)).isEqualTo(3);
  }

  @Test
  void bitsFlipAndObjectsShrink() {
    store.putIfAbsent("k", new byte[] {1, 2, 3});
    store.flipBit("k", 9);
    assertThat(store.readAll("k")).containsExactly(1, 0, 3);
    assertThat(store.read("k", 2, 1)).containsExactly(3);
    store.truncate("k", 2);
    assertThatThrownBy(() -> store.read("k", 0, 3)).isInstanceOf(StoreException.Truncated.class);
    assertThat(store.stat("k").orElseThrow().size()).isEqualTo(2);
    store.heal();
    assertThat(store.readAll("k")).containsExactly(1, 2, 3);
  }

  @Test
  void roomRunsOut() {
    store.leaveRoom(3);
    store.putIfAbsent("a", new byte[2]);
    assertThatThrownBy(() -> store.putIfAbsent("b", new byte[2]))
        .isInstanceOf(StoreException.Full.class);
    assertThat(store.stat("b")).isEmpty();
  }
}
