package io.csdr.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.csdr.vault.VaultException;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeySlotsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final VaultId vault = VaultId.random();
  private final Store store = new MemoryStore();
  private final KeySlots slots = new KeySlots(store, vault);
  private final OwnedKeys keys = OwnedKeys.random(vault);
  private final KeyFile file = KeyFile.random(vault);

  @Test
  void everySlotOpensTheSameKeys() {
    slots.add(keys, file, "laptop", NOON);
    slots.add(keys, new Passphrase("correct horse"), "paper", NOON);
    for (KeyMaterial key : List.of(file, new Passphrase("correct horse"))) {
      OwnedKeys opened = slots.unlock(KeySource.of(key));
      assertThat(opened.indexKey(1)).isEqualTo(keys.indexKey(1));
      assertThat(opened.chunkerKey()).isEqualTo(keys.chunkerKey());
    }
    assertThat(slots.list())
        .extracting(SlotInfo::kind, SlotInfo::label, SlotInfo::created)
        .containsExactlyInAnyOrder(
            tuple(SlotKind.KEY_FILE, "laptop", NOON), tuple(SlotKind.PASSPHRASE, "paper", NOON));
  }

  @Test
  void aPassphraseDoesNotDependOnHowAccentsAreTyped() {
    slots.add(keys, new Passphrase("caf\u00e9"), "", NOON);
    assertThat(slots.unlock(KeySource.of(new Passphrase("cafe\u0301"))).epoch()).isEqualTo(1);
  }

  @Test
  void otherKeysOpenNothing() {
    slots.add(keys, file, "", NOON);
    slots.add(keys, new Passphrase("right"), "", NOON);
    KeySource wrong = KeySource.of(KeyFile.random(vault), new Passphrase("wrong"));
    assertThatThrownBy(() -> slots.unlock(wrong))
        .isInstanceOf(VaultException.WrongKey.class)
        .hasMessageContaining("2 keys offered");
  }

  @Test
  void keysAreOfferedOnlyUntilOneFits() {
    slots.add(keys, file, "", NOON);
    slots.unlock(id ->
        new Iterator<>() {
          private boolean asked;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public KeyMaterial next() {
            assertThat(asked).as("asked again").isFalse();
            asked = true;
            return file;
          }
        });
  }

  @Test
  void aKeyFileOfAnotherVaultIsRefused() {
    assertThatThrownBy(() -> slots.add(keys, KeyFile.random(VaultId.random()), "", NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLastSlotStays() {
    SlotInfo first = slots.add(keys, file, "", NOON);
    assertThatThrownBy(() -> slots.remove(first.id()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("last");
    SlotInfo second = slots.add(keys, KeyFile.random(vault), "", NOON);
    slots.remove(first.id());
    assertThat(slots.list()).containsExactly(second);
    assertThatThrownBy(() -> slots.unlock(KeySource.of(file)))
        .isInstanceOf(VaultException.WrongKey.class);
    assertThatThrownBy(() -> slots.remove(first.id()))
        .isInstanceOf(VaultException.Incomplete.class);
  }

  @Test
  void noAlteredByteOfASlotGoesUnnoticed() {
    SlotInfo slot = slots.add(keys, file, "label", NOON);
    byte[] object = store.readAll("keys/" + slot.id());
    for (int at = 0; at < object.length; at++) {
      Store other = new MemoryStore();
      byte[] altered = object.clone();
      altered[at] ^= 0x20;
      other.putIfAbsent("keys/" + slot.id(), altered);
      assertThatThrownBy(() -> new KeySlots(other, vault).unlock(KeySource.of(file)))
          .as("byte " + at)
          .isInstanceOf(VaultException.WrongKey.class);
    }
  }

  @Test
  void aDamagedSlotDoesNotLockTheOthersOut() {
    SlotInfo slot = slots.add(keys, file, "", NOON);
    byte[] object = store.readAll("keys/" + slot.id());
    store.putIfAbsent("keys/" + "0".repeat(32), object);
    store.putIfAbsent("keys/" + "f".repeat(32), new byte[5]);
    store.putIfAbsent("keys/stray", new byte[5]);
    assertThat(slots.unlock(KeySource.of(file)).vault()).isEqualTo(vault);
    assertThat(slots.list()).containsExactly(slot);
  }

  @Test
  void aForgedCostIsRefusedBeforeItIsPaid() {
    SlotInfo slot = slots.add(keys, new Passphrase("right"), "", NOON);
    String key = "keys/" + slot.id();
    byte[] object = store.readAll(key);
    store.delete(key);
    ByteBuffer.wrap(object).putInt(60 + 16, Integer.MAX_VALUE);
    store.putIfAbsent(key, object);
    assertThatThrownBy(() -> slots.unlock(KeySource.of(new Passphrase("right"))))
        .isInstanceOf(VaultException.WrongKey.class);
  }
}
