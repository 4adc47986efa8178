package io.csdr.vault.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.key.OwnedKeys;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.pack.BlobEntry;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.pack.PackKind;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexFilesTest {
  private final Store store = new MemoryStore();
  private final OwnedKeys keys = OwnedKeys.random(VaultId.random());

  private IndexFiles files(BlobIndex index) {
    return new IndexFiles(store, keys, Suite.AES_256_GCM, index);
  }

  private static PackContent content(int number) {
    BlobEntry entry = new BlobEntry(new BlobId(number, 0, 0, 0), 64, 57, BlobEntry.form(1, 1, 0));
    PackInfo pack =
        new PackInfo(
            PackId.random(), PackKind.DATA, Suite.AES_256_GCM, 1, 1 << 20, 1, new byte[32]);
    return new PackContent(pack, List.of(entry));
  }

  private List<String> keysOf() {
    List<String> found = new ArrayList<>();
    store.list("i/", object -> found.add(object.key()));
    return found;
  }

  @Test
  void eachSegmentIsLoadedOnce() {
    IndexFiles writing = files(new BlobIndex());
    for (int i = 0; i < 30; i++) {
      writing.write(List.of(content(i)));
    }
    BlobIndex index = new BlobIndex();
    IndexFiles reading = files(index);
    reading.refresh();
    assertThat(index.size()).isEqualTo(30);
    writing.write(List.of(content(30)));
    reading.refresh();
    reading.refresh();
    assertThat(index.size()).isEqualTo(31);
  }

  @Test
  void whatALaterEpochRepeatsIsLeftOut() {
    IndexFiles writing = files(new BlobIndex());
    for (int i = 0; i < 20; i++) {
      writing.write(List.of(content(i)));
    }
    List<RandomId> replaced =
        keysOf().subList(0, 10).stream()
            .map(key -> RandomId.parse(key.substring(key.lastIndexOf('/') + 1)).orElseThrow())
            .toList();
    String key = "i/00000001/" + RandomId.random();
    byte[] vault = keys.vault().toBytes();
    byte[] plain = IndexSegment.encode(List.of(content(99)), replaced);
    SealedObject.Place place = new SealedObject.Place(SealedObject.Kind.INDEX, key, vault);
    store.putIfAbsent(key, SealedObject.seal(place, Suite.AES_256_GCM, 1, keys.indexKey(1), plain));
    BlobIndex index = new BlobIndex();
    files(index).refresh();
    assertThat(index.size()).isEqualTo(11);
    assertThat(index.contains(new BlobId(99, 0, 0, 0))).isTrue();
  }

  @Test
  void strangeKeysAreNoSegments() {
    store.putIfAbsent("i/00000000/readme", new byte[3]);
    store.putIfAbsent("i/x", new byte[3]);
    IndexFiles files = files(new BlobIndex());
    files.refresh();
    assertThat(files.damaged()).isEmpty();
  }
}
