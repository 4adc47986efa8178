package io.csdr.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.chunk.ChunkSizes;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.CommitRef;
import io.csdr.vault.commit.Damaged;
import io.csdr.vault.commit.Listed;
import io.csdr.vault.commit.Run;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Alters every byte of a small vault, and lets it be newer than this program.
class VaultTamperTest {
  private static final byte[] CONTENT = "the only content".getBytes(StandardCharsets.UTF_8);

  private final CreateOptions options = new CreateOptions(VaultId.random(), Suite.AES_256_GCM, "x");
  private final KeyFile key = KeyFile.random(options.id());
  private final Store store = new MemoryStore();
  private BlobId blob = new BlobId(0, 0, 0, 0);
  private CommitRef commit = new CommitRef("c/" + "0".repeat(16) + "/" + "0".repeat(32));

  @BeforeEach
  void fill() {
    Vault vault = Vault.create(store, options, key, "");
    Run run = vault.startRun(VaultTest.draft("run-1"));
    BlobWriter writer = vault.writer(Level.FAST);
    blob = writer.put(BlobType.DATA, CONTENT, 0, CONTENT.length);
    writer.flush();
    commit = vault.commit(run, VaultTest.commitDraft("nightly", "cluster-a", blob));
  }

  private List<String> keysOf(Store of, String prefix) {
    List<String> keys = new ArrayList<>();
    of.list(prefix, object -> keys.add(object.key()));
    return keys;
  }

  /// A copy of the vault in which one object has other bytes.
  private Store with(String changed, byte[] bytes) {
    Store copy = new MemoryStore();
    List<StoredObject> objects = new ArrayList<>();
    store.list("", objects::add);
    for (StoredObject object : objects) {
      copy.putIfAbsent(
          object.key(), object.key().equals(changed) ? bytes : store.readAll(object.key()));
    }
    return copy;
  }

  /// Opens the vault and reads everything in it.
  private void readAll(Store of) {
    try (Vault vault = Vault.open(of, KeySource.of(key))) {
      assertThat(vault.label()).isEqualTo("x");
      assertThat(vault.chunkSizes()).isEqualTo(ChunkSizes.DEFAULT);
      assertThat(whole(vault.listRuns()).name()).isEqualTo("nightly");
      assertThat(whole(vault.listCommits()).name()).isEqualTo("nightly");
      assertThat(vault.read(commit).header().roots().getFirst().id()).isEqualTo(blob);
      assertThat(vault.reader().get(blob)).isEqualTo(CONTENT);
    }
  }

  /// The only one that was listed; a damaged one is reported in place of it, and thrown here.
  private static <T> T whole(Listed<T> listed) {
    assertThat(listed.whole().size() + listed.damaged().size()).isEqualTo(1);
    if (listed.whole().isEmpty()) {
      throw new VaultException.Corrupt(listed.damaged().getFirst().reason());
    }
    return listed.whole().getFirst();
  }

  @Test
  void theUnalteredVaultReads() {
    readAll(with("none", new byte[0]));
  }

  @Test
  void noAlteredByteGivesWrongData() {
    for (String changed : keysOf(store, "")) {
      if (changed.startsWith("p/")) {
        continue; // their clear parts may change without harm to the content; see PackTest
      }
      byte[] bytes = store.readAll(changed);
      for (int at = 0; at < bytes.length; at++) {
        byte[] altered = bytes.clone();
        altered[at] ^= 0x04;
        assertThatThrownBy(() -> readAll(with(changed, altered)))
            .as(changed + " byte " + at)
            .isInstanceOf(VaultException.class);
      }
    }
  }

  @Test
  void noCutObjectGivesWrongData() {
    for (String changed : keysOf(store, "")) {
      byte[] bytes = store.readAll(changed);
      int least = changed.startsWith("p/") ? 64 + 12 + 40 + CONTENT.length : bytes.length - 1;
      for (int length = 0; length < least; length += 7) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> readAll(with(changed, cut)))
            .as(changed + " cut to " + length)
            .isInstanceOf(VaultException.class);
      }
    }
  }

  @Test
  void aPackWhoseSealedBytesWereAlteredIsNeverRead() {
    String pack = keysOf(store, "p/").getFirst();
    byte[] bytes = store.readAll(pack);
    int sealed = 40 + CONTENT.length + 16;
    for (int at = 64 + 12; at < 64 + 12 + sealed; at++) {
      byte[] altered = bytes.clone();
      altered[at] ^= 0x04;
      assertThatThrownBy(() -> readAll(with(pack, altered)))
          .isInstanceOf(VaultException.Corrupt.class);
    }
  }

  @Test
  void aMovedCommitIsNoticed() {
    String other = "c/" + "0".repeat(16) + "/" + "0".repeat(32);
    store.putIfAbsent(other, store.readAll(commit.key()));
    try (Vault vault = Vault.open(store, KeySource.of(key))) {
      assertThatThrownBy(() -> vault.read(new CommitRef(other)))
          .isInstanceOf(VaultException.Corrupt.class)
          .hasMessageContaining("moved");
      assertThat(vault.listCommits().damaged()).extracting(Damaged::key).containsExactly(other);
      assertThat(vault.commits()).hasSize(1);
    }
  }

  @Test
  void unknownReadFeaturesKeepThisProgramOut() {
    Store newer = with("config", config(0, 1L << 63, 0));
    assertThatThrownBy(() -> Vault.open(newer, KeySource.of(key)))
        .isInstanceOf(VaultException.TooNew.class)
        .hasMessageContaining("8000000000000000");
    assertThatThrownBy(() -> Vault.idOf(newer)).isInstanceOf(VaultException.TooNew.class);
  }

  @Test
  void unknownWriteFeaturesLeaveReadingAlone() {
    Store newer = with("config", config(0, 0, 2));
    try (Vault vault = Vault.open(newer, KeySource.of(key))) {
      assertThat(vault.reader().get(blob)).isEqualTo(CONTENT);
      assertThatThrownBy(() -> vault.writer(Level.FAST)).isInstanceOf(VaultException.TooNew.class);
      assertThatThrownBy(() -> vault.startRun(VaultTest.draft("run-2")))
          .isInstanceOf(VaultException.TooNew.class);
      assertThatThrownBy(() -> vault.delete(commit)).isInstanceOf(VaultException.TooNew.class);
      assertThatThrownBy(() -> vault.addSlot(key, "")).isInstanceOf(VaultException.TooNew.class);
    }
  }

  @Test
  void theHighestGenerationOfTheConfigurationCounts() {
    store.putIfAbsent("config.g2", config(2, 0, 0));
    store.putIfAbsent("config.g10", config(10, 4, 0));
    store.putIfAbsent("config.gx", new byte[3]);
    assertThatThrownBy(() -> Vault.open(store, KeySource.of(key)))
        .isInstanceOf(VaultException.TooNew.class);
    store.delete("config.g10");
    readAll(store);
    store.delete("config.g2");
    store.putIfAbsent("config.g3", config(2, 0, 0));
    assertThatThrownBy(() -> Vault.open(store, KeySource.of(key)))
        .isInstanceOf(VaultException.Corrupt.class);
  }

  @Test
  void anotherFormatIsTooNew() {
    byte[] config = store.readAll("config");
    config[9] = 2;
    assertThatThrownBy(() -> Vault.open(with("config", config), KeySource.of(key)))
        .isInstanceOf(VaultException.TooNew.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void whereNoVaultIsNoneIsOpened() {
    assertThatThrownBy(() -> Vault.open(new MemoryStore(), KeySource.of(key)))
        .isInstanceOf(VaultException.NoVault.class);
    assertThatThrownBy(() -> Vault.create(store, CreateOptions.standard(), key, ""))
        .isInstanceOf(VaultException.Occupied.class);
    assertThatThrownBy(() -> Vault.open(store, KeySource.of(KeyFile.random(options.id()))))
        .isInstanceOf(VaultException.WrongKey.class);
  }

  private byte[] config(int generation, long read, long write) {
    try (Vault vault = Vault.open(with("none", new byte[0]), KeySource.of(key))) {
      VaultConfig.Clear clear =
          new VaultConfig.Clear(generation, options.id(), options.suite(), read, write, 1);
      VaultConfig.Body body =
          new VaultConfig.Body(Instant.EPOCH, ChunkSizes.DEFAULT, VaultConfig.BLOCK_SIZE, "x");
      return VaultConfig.make(clear, body, vault.keys());
    }
  }
}
