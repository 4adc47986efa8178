package io.csdr.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.Commit;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.CommitRef;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.store.DirectoryStore;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private static final List<BlobType> TYPES =
      List.of(BlobType.DATA, BlobType.BUNDLE, BlobType.TREE);

  private final CreateOptions options = CreateOptions.standard();
  private final KeyFile key = KeyFile.random(options.id());

  @Test
  void whatWasPutComesBackFromADirectory(@TempDir Path dir) {
    List<byte[]> contents = contents();
    List<BlobId> ids;
    try (Vault vault =
        Vault.create(DirectoryStore.create(dir.resolve("v")), options, key, "test")) {
      ids = putAll(vault.writer(Level.FAST), contents);
    }
    try (Vault vault = Vault.open(DirectoryStore.open(dir.resolve("v")), KeySource.of(key))) {
      assertThat(fetch(vault, ids)).hasSize(contents.size());
      for (int i = 0; i < ids.size(); i++) {
        assertThat(vault.reader().get(ids.get(i))).isEqualTo(contents.get(i));
      }
    }
  }

  @Test
  void fetchDeliversEachWantedBlobOnce() {
    try (Vault vault = Vault.create(new MemoryStore(), options, key, "test")) {
      List<byte[]> contents = contents();
      List<BlobId> ids = putAll(vault.writer(Level.BALANCED), contents);
      List<BlobId> twice = new ArrayList<>(ids);
      twice.addAll(ids);
      Map<BlobId, byte[]> fetched = fetch(vault, twice);
      for (int i = 0; i < ids.size(); i++) {
        assertThat(fetched.get(ids.get(i))).isEqualTo(contents.get(i));
      }
    }
  }

  @Test
  void theSameContentIsStoredOnce() {
    Store store = new MemoryStore();
    try (Vault vault = Vault.create(store, options, key, "test")) {
      BlobWriter first = vault.writer(Level.FAST);
      byte[] bytes = "twice".repeat(100).getBytes(StandardCharsets.UTF_8);
      BlobId one = first.put(BlobType.DATA, bytes, 0, bytes.length);
      BlobId two = first.put(BlobType.DATA, bytes, 0, bytes.length);
      first.flush();
      BlobWriter second = vault.writer(Level.FAST);
      BlobId three = second.put(BlobType.DATA, bytes, 0, bytes.length);
      second.flush();
      assertThat(two).isEqualTo(one);
      assertThat(three).isEqualTo(one);
      assertThat(first.stats().freshBlobs()).isEqualTo(1);
      assertThat(second.stats().fresh()).isZero();
      assertThat(second.stats().stored()).isZero();
    }
  }

  @Test
  void runsAndCommitsComeBack() {
    Store store = new MemoryStore(() -> NOON);
    BlobId root = new BlobId(1, 2, 3, 4);
    try (Vault vault = Vault.create(store, options, key, "test")) {
      Run run = vault.startRun(draft("run-1"));
      assertThat(run.started()).isEqualTo(NOON);
      assertThat(vault.appendRun(run, 1, new byte[] {7})).isTrue();
      assertThat(vault.appendRun(run, 1, new byte[] {8})).isFalse();
      CommitRef ref = vault.commit(run, commitDraft("nightly", "cluster-a", root));
      vault.endRun(run, new byte[] {9});

      List<CommitHeader> commits = vault.commits();
      assertThat(commits).hasSize(1);
      CommitHeader header = commits.getFirst();
      assertThat(header.name()).isEqualTo("nightly");
      assertThat(header.clusterUid()).isEqualTo("cluster-a");
      assertThat(header.runId()).isEqualTo("run-1");
      assertThat(header.namespaces()).containsExactly("shop", "bank");
      assertThat(header.roots()).containsExactly(new Root("objects", root));
      assertThat(header.committed()).isEqualTo(NOON);
      Commit whole = vault.read(ref);
      assertThat(whole.body()).isInstanceOf(Body.Inline.class);
      assertThat(vault.journal(run).getFirst().body()).containsExactly(7);
      assertThat(vault.outcome(run).orElseThrow()).containsExactly(9);
      assertThat(vault.runs().getFirst().ended()).contains(NOON);

      vault.delete(ref);
      assertThat(vault.commits()).isEmpty();
      assertThatThrownBy(() -> vault.read(ref)).isInstanceOf(VaultException.Incomplete.class);
    }
  }

  @Test
  void theStoreTellsItsTimeAndKeepsNothing() {
    MemoryStore store = new MemoryStore(() -> NOON);
    try (Vault vault = Vault.create(store, options, key, "test")) {
      assertThat(vault.storeTime()).isEqualTo(NOON);
      store.list("j/", object -> assertThat(object.key()).isNull());
    }
  }

  @Test
  void aNameIsUniqueInItsClusterOnly() {
    try (Vault vault = Vault.create(new MemoryStore(), options, key, "test")) {
      Run run = vault.startRun(draft("run-1"));
      BlobId root = new BlobId(1, 2, 3, 4);
      vault.commit(run, commitDraft("nightly", "cluster-a", root));
      vault.commit(run, commitDraft("nightly", "cluster-b", root));
      assertThatThrownBy(() -> vault.commit(run, commitDraft("nightly", "cluster-a", root)))
          .isInstanceOf(VaultException.Occupied.class)
          .hasMessageContaining("nightly");
      assertThat(vault.findCommits("nightly").whole()).hasSize(2);
    }
  }

  static RunDraft draft(String id) {
    return new RunDraft(id, "nightly", "backup", "cluster-a", Duration.ofHours(1), new byte[] {1});
  }

  static CommitDraft commitDraft(String name, String cluster, BlobId root) {
    return new CommitDraft(
        name,
        cluster,
        List.of("shop", "bank"),
        NOON,
        NOON.plusSeconds(5),
        List.of(new Root("objects", root)),
        new byte[] {1, 2},
        new Body.Inline(new byte[] {3}));
  }

  private static List<byte[]> contents() {
    Random random = new Random(7);
    List<byte[]> contents = new ArrayList<>();
    for (int length : new int[] {1, 2, 100, 5000, 70_000, 1 << 20, BlobWriter.MAX_BLOB}) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      contents.add(noise);
      byte[] text = new byte[length];
      for (int i = 0; i < length; i++) {
        text[i] = (byte) ("lorem ipsum " + length).charAt(i % 12);
      }
      contents.add(text);
    }
    return contents;
  }

  private static List<BlobId> putAll(BlobWriter writer, List<byte[]> contents) {
    List<BlobId> ids = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      byte[] bytes = contents.get(i);
      byte[] framed = new byte[bytes.length + 2];
      System.arraycopy(bytes, 0, framed, 1, bytes.length);
      ids.add(writer.put(TYPES.get(i % 3), framed, 1, bytes.length));
      framed[1]++; // the caller may reuse its array at once
    }
    writer.flush();
    return ids;
  }

  private static Map<BlobId, byte[]> fetch(Vault vault, List<BlobId> ids) {
    Map<BlobId, byte[]> fetched = new ConcurrentHashMap<>();
    vault
        .reader()
        .fetch(
            ids,
            new BlobReceiver() {
              @Override
              public void received(BlobId id, byte[] plain) {
                assertThat(fetched.put(id, plain)).isNull();
              }

              @Override
              public void lost(BlobId id, VaultException why) {
                throw why;
              }
            });
    return fetched;
  }
}
