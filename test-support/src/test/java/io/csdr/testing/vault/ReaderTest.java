package io.csdr.testing.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.testing.store.FaultyStore;
import io.csdr.testing.store.FaultyStore.Call;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The reading side when objects are damaged, gone or elsewhere.
@Timeout(120)
class ReaderTest {
  private final Samples samples = new Samples();
  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final Vault vault = samples.create(store);
  private final List<byte[]> contents = Samples.contents(100, 11);
  private List<BlobId> ids = List.of();

  @BeforeEach
  void fill() {
    BlobWriter writer = vault.writer(Samples.SMALL_PACKS);
    ids = Samples.putAll(writer, contents);
    writer.flush();
  }

  private void assertAllRight(Samples.Fetched fetched) {
    fetched
        .plain()
        .forEach((id, plain) -> assertThat(plain).isEqualTo(contents.get(ids.indexOf(id))));
    assertThat(fetched.plain().size() + fetched.lost().size()).isEqualTo(ids.size());
  }

  @Test
  void aMissingPackLosesItsBlobsOnly() {
    String pack = Samples.keys(store, "p/").get(2);
    store.delete(pack);
    Samples.Fetched fetched = Samples.fetch(samples.open(store).reader(), ids);
    assertAllRight(fetched);
    assertThat(fetched.lost()).isNotEmpty().hasSizeLessThan(ids.size() / 2);
    fetched
        .lost()
        .forEach((id, why) -> {
          assertThat(why).isInstanceOf(VaultException.Incomplete.class);
          assertThat(why).hasMessageContaining(pack.substring(5));
          assertThatThrownBy(() -> vault.reader().get(id))
              .isInstanceOf(VaultException.Incomplete.class);
        });
  }

  @Test
  void aFlippedBitLosesOneBlobAtMost() {
    String pack = Samples.keys(store, "p/").get(1);
    long size = store.stat(pack).orElseThrow().size();
    int lost = 0;
    for (long at = 64; at < size; at += size / 40) {
      store.heal();
      store.flipBit(pack, at * 8 + 3);
      Samples.Fetched fetched = Samples.fetch(samples.open(store).reader(), ids);
      assertAllRight(fetched);
      assertThat(fetched.lost()).hasSizeLessThanOrEqualTo(1);
      fetched
          .lost()
          .values()
          .forEach(why -> assertThat(why).isInstanceOf(VaultException.Corrupt.class));
      lost += fetched.lost().size();
    }
    assertThat(lost).isGreaterThan(30);
  }

  @Test
  void aCutPackLosesItsTailOnly() {
    String pack = Samples.keys(store, "p/").get(1);
    store.truncate(pack, store.stat(pack).orElseThrow().size() / 2);
    Samples.Fetched fetched = Samples.fetch(samples.open(store).reader(), ids);
    assertAllRight(fetched);
    assertThat(fetched.lost()).isNotEmpty().hasSizeLessThan(10);
  }

  @Test
  void aCopyInAnotherPackIsUsed() {
    Vault second = samples.open(store);
    List<BlobId> wanted = ids;
    // A second program that had not seen the first one's index stored the same content.
    List<String> segments = Samples.keys(store, "i/");
    List<byte[]> hidden = new ArrayList<>();
    for (String segment : segments) {
      hidden.add(store.readAll(segment));
      store.delete(segment);
    }
    List<String> before = Samples.keys(store, "p/");
    BlobWriter writer = second.writer(Samples.SMALL_PACKS);
    Samples.putAll(writer, contents);
    writer.flush();
    for (int i = 0; i < segments.size(); i++) {
      store.putIfAbsent(segments.get(i), hidden.get(i));
    }
    before.subList(0, before.size() / 2).forEach(store::delete);
    store.flipBit(before.getLast(), 1000 * 8);
    Samples.Fetched fetched = Samples.fetch(samples.open(store).reader(), wanted);
    assertThat(fetched.lost()).isEmpty();
    assertAllRight(fetched);
    BlobReader reader = samples.open(store).reader();
    wanted.forEach(id -> assertThat(reader.get(id)).isNotEmpty());
  }

  @Test
  void aLaterGenerationOfAPackIsFound() {
    for (String pack : Samples.keys(store, "p/")) {
      byte[] bytes = store.readAll(pack);
      store.putIfAbsent(pack + ".g2", new byte[bytes.length]);
      store.putIfAbsent(pack + ".g10", bytes);
      store.putIfAbsent(pack + ".gone", new byte[1]);
      store.delete(pack);
    }
    Samples.Fetched fetched = Samples.fetch(samples.open(store).reader(), ids);
    assertThat(fetched.lost()).isEmpty();
    assertAllRight(fetched);
  }

  @Test
  void aDamagedSegmentHidesOnlyWhatItKnows() {
    List<String> before = Samples.keys(store, "i/");
    BlobWriter writer = vault.writer(Level.FAST);
    byte[] late = {1, 2, 3};
    BlobId lateId = writer.put(BlobType.TREE, late, 0, 3);
    writer.flush();
    store.flipBit(before.getFirst(), 999);
    Vault opened = samples.open(store);
    assertThat(opened.reader().get(lateId)).isEqualTo(late);
    Samples.Fetched fetched = Samples.fetch(opened.reader(), ids);
    assertAllRight(fetched);
    assertThat(fetched.lost()).isNotEmpty();
    fetched.lost().values().forEach(why -> assertThat(why).hasMessageContaining(before.getFirst()));
    assertThat(opened.blobs().damagedIndex()).containsOnlyKeys(before.getFirst());
    store.heal();
    store.truncate(before.getFirst(), 100);
    assertThat(samples.open(store).reader().get(lateId)).isEqualTo(late);
  }

  @Test
  void whatOthersWroteLaterIsFound() {
    Vault reading = samples.open(store);
    BlobReader reader = reading.reader();
    byte[] late = {1, 2, 3};
    BlobWriter writer = vault.writer(Level.FAST);
    BlobId id = writer.put(BlobType.TREE, late, 0, 3);
    assertThat(reader.has(id)).isFalse();
    writer.flush();
    assertThat(reader.has(id)).isTrue();
    assertThat(reader.get(id)).isEqualTo(late);
    assertThat(reader.has(new BlobId(1, 2, 3, 4))).isFalse();
    assertThatThrownBy(() -> reader.get(new BlobId(1, 2, 3, 4)))
        .isInstanceOf(VaultException.Incomplete.class);
  }

  @Test
  void aTreeBlobIsTheCallersToChange() {
    BlobWriter writer = vault.writer(Level.FAST);
    byte[] tree = {1, 2, 3};
    BlobId id = writer.put(BlobType.TREE, tree, 0, 3);
    writer.flush();
    BlobReader reader = vault.reader();
    reader.get(id)[0] = 9;
    reader.get(id)[1] = 9;
    assertThat(reader.get(id)).isEqualTo(tree);
  }

  @Test
  void anUnreachableStoreEndsTheFetch() {
    store.failOn(Call.READ, "p/", 3, () -> new StoreException.Unreachable("cut off", null));
    assertThatThrownBy(() -> Samples.fetch(samples.open(store).reader(), ids))
        .isInstanceOf(StoreException.Unreachable.class);
  }

  @Test
  void anExceptionOfTheReceiverEndsTheFetch() {
    BlobReceiver failing =
        new BlobReceiver() {
          @Override
          public void received(BlobId id, byte[] plain) {
            throw new IllegalArgumentException("disk full");
          }

          @Override
          public void lost(BlobId id, VaultException why) {
            throw why;
          }
        };
    assertThatThrownBy(() -> vault.reader().fetch(ids, failing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("disk full");
  }

  @Test
  void eachPackIsReadInFewRequests() {
    int before = store.calls(Call.READ);
    BlobReader reader = vault.reader();
    Samples.fetch(reader, ids);
    assertThat(store.calls(Call.READ) - before).isEqualTo(Samples.keys(store, "p/").size());
  }
}
