package io.csdr.engine.volume.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.model.job.MoverTask;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.codec.Level;
import io.csdr.vault.index.IndexFiles;
import io.csdr.vault.index.IndexSegment;
import io.csdr.vault.index.PackContent;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.key.GrantedKeys;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.pack.PackKind;
import io.csdr.vault.pipeline.BlobSpace;
import io.csdr.vault.pipeline.WriterSettings;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A mover that was taken over has all keys of segments and may put what it likes; the vault must not suffer.
class SaverStoreTest {
  private final CreateOptions options = CreateOptions.standard();
  private final Vault vault =
      Vault.create(new MemoryStore(), options, KeyFile.random(options.id()), "test");
  private final MoverDesk desk =
      new MoverDesk(
          vault, new MoverTask.SaveVolume("/volume", false, null, "none", null), told -> {});
  private final GrantedKeys keys = new GrantedKeys(desk.start().grant(), desk);
  private final PackInfo mine = pack(100);

  /// A blob of somebody else, and where it lies.
  private final BlobId others = put(vault.writer(Level.NONE), "of somebody else");

  private final String othersSegment = segments().getFirst();

  @Test
  void anHonestMoversBlobsAreFound() {
    BlobSpace mover = new BlobSpace(desk.store(), keys, vault.suite());

    BlobId first = put(mover.writer(WriterSettings.of(Level.NONE)), "first");
    BlobId second = put(mover.writer(WriterSettings.of(Level.NONE)), "second");

    assertThat(vault.reader().get(first)).isEqualTo(bytes("first"));
    assertThat(vault.reader().get(second)).isEqualTo(bytes("second"));
  }

  @Test
  void aSegmentThatHidesAnotherIsRefused() {
    putPack(mine);
    RandomId hidden =
        RandomId.parse(othersSegment.substring(IndexFiles.FIRST_EPOCH.length())).get();

    assertRefused(fresh(), List.of(mine), List.of(hidden), "it replaces other segments");
    assertThat(vault.reader().get(others)).isEqualTo(bytes("of somebody else"));
  }

  @Test
  void aSegmentNamesOnlyPacksThatTheMoverPut() {
    PackInfo theirs = vault.blobs().packs().getFirst();

    assertThat(put(theirs.key(), new byte[theirs.size()])).isFalse();
    assertRefused(fresh(), List.of(theirs), List.of(), theirs.id().toString());
    putPack(mine);
    assertRefused(fresh(), List.of(mine, pack(100)), List.of(), "did not just put");
  }

  @Test
  void aSegmentSaysWhatItsPacksAre() {
    putPack(mine);
    PackInfo longer = info(mine.id(), PackKind.DATA, 101);
    PackInfo elsewhere = info(mine.id(), PackKind.META, 100);

    assertRefused(fresh(), List.of(longer), List.of(), "did not just put");
    assertRefused(fresh(), List.of(elsewhere), List.of(), "did not just put");
  }

  @Test
  void aPackIsNamedOnce() {
    putPack(mine);

    assertThat(put(fresh(), List.of(mine), List.of())).isTrue();
    assertRefused(fresh(), List.of(mine), List.of(), "did not just put");
  }

  @Test
  void whatIsNoSegmentIsRefused() {
    putPack(mine);
    String key = fresh();
    byte[] ofAnotherPlace = sealed(fresh(), List.of(mine), List.of());

    for (byte[] bytes : List.of(new byte[0], new byte[1000], ofAnotherPlace)) {
      assertThatThrownBy(() -> put(key, bytes))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageContaining("index segment '" + key + "' is refused");
    }
    assertThat(segments()).containsExactly(othersSegment);
  }

  @Test
  void aSegmentThatIsSentAgainIsThereAlready() {
    putPack(mine);
    String key = fresh();
    byte[] sent = sealed(key, List.of(mine), List.of());

    assertThat(put(key, sent)).isTrue();
    assertThat(put(key, sent)).isFalse();
    assertThat(put(key, new byte[7])).isFalse();
    assertThat(vault.store().readAll(key)).isEqualTo(sent);
  }

  @Test
  void packsWithoutAnIndexDoNotPileUp() {
    List<PackInfo> packs = new ArrayList<>();
    for (int i = 0; i < SaverStore.MOST_UNNAMED; i++) {
      packs.add(pack(1));
      putPack(packs.getLast());
    }

    assertThatThrownBy(() -> putPack(mine))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("wait for their index");
    assertThat(put(fresh(), packs, List.of())).isTrue();
    putPack(mine);
  }

  private void assertRefused(
      String key, List<PackInfo> packs, List<RandomId> superseded, String why) {
    assertThatThrownBy(() -> put(key, packs, superseded))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContainingAll(key, "is refused", why);
    assertThat(vault.store().stat(key)).isEmpty();
  }

  private boolean put(String key, List<PackInfo> packs, List<RandomId> superseded) {
    return put(key, sealed(key, packs, superseded));
  }

  private byte[] sealed(String key, List<PackInfo> packs, List<RandomId> superseded) {
    List<PackContent> contents =
        packs.stream().map(pack -> new PackContent(pack, List.of())).toList();
    return IndexSegment.seal(keys, vault.suite(), key, IndexSegment.encode(contents, superseded));
  }

  private void putPack(PackInfo pack) {
    assertThat(put(pack.key(), new byte[pack.size()])).isTrue();
  }

  private boolean put(String key, byte[] bytes) {
    assertThat(desk.access().mayPut(key)).as(key).isTrue();
    return desk.store().putIfAbsent(key, bytes);
  }

  private PackInfo pack(int size) {
    return info(PackId.random(), PackKind.DATA, size);
  }

  private PackInfo info(PackId id, PackKind kind, int size) {
    return new PackInfo(id, kind, vault.suite(), vault.keys().epoch(), size, 0, new byte[32]);
  }

  private List<String> segments() {
    List<String> keysFound = new ArrayList<>();
    vault.store().list("i/", (StoredObject object) -> keysFound.add(object.key()));
    return keysFound;
  }

  private static String fresh() {
    return IndexFiles.FIRST_EPOCH + RandomId.random();
  }

  private static BlobId put(BlobWriter writer, String text) {
    byte[] bytes = bytes(text);
    BlobId id = writer.put(BlobType.DATA, bytes, 0, bytes.length);
    writer.flush();
    return id;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
