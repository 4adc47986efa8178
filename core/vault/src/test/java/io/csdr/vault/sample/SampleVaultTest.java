package io.csdr.vault.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.Vault;
import io.csdr.vault.chunk.ChunkSizes;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.index.Tombstones;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeyMaterial;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.key.Passphrase;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.key.SlotInfo;
import io.csdr.vault.key.SlotKind;
import io.csdr.vault.pack.PackScan;
import io.csdr.vault.store.DirectoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A vault that the first program of format 1 wrote. It must open and read entirely for ever: mend the program,
/// never the sample.
class SampleVaultTest {
  private final Path sample;
  private final KeyMaterial keyFile;

  SampleVaultTest() throws URISyntaxException, IOException {
    URL url = Objects.requireNonNull(SampleVaultTest.class.getResource("/sample-1"));
    sample = Path.of(url.toURI());
    keyFile = KeyFile.parse(Files.readString(sample.resolve("key")));
  }

  private Vault open(KeyMaterial key) {
    return Vault.open(DirectoryStore.open(sample.resolve("vault")), KeySource.of(key));
  }

  @Test
  void bothKeysOpenIt() {
    for (KeyMaterial key : List.of(keyFile, new Passphrase(SampleVault.PASSPHRASE))) {
      try (Vault vault = open(key)) {
        assertThat(vault.label()).isEqualTo(SampleVault.LABEL);
        assertThat(vault.chunkSizes()).isEqualTo(ChunkSizes.DEFAULT);
        assertThat(vault.slots())
            .extracting(SlotInfo::kind)
            .containsExactlyInAnyOrder(SlotKind.KEY_FILE, SlotKind.PASSPHRASE);
      }
    }
  }

  @Test
  void everyBlobReads() {
    try (Vault vault = open(keyFile)) {
      List<Root> roots = vault.findCommits("first").whole().getFirst().roots();
      assertThat(roots).hasSize(2 * SampleVault.BLOBS);
      for (int i = 0; i < roots.size(); i++) {
        assertThat(roots.get(i).label()).isEqualTo("content " + i);
        byte[] content = SampleVault.content(i);
        assertThat(vault.reader().get(roots.get(i).id())).isEqualTo(content);
        assertThat(vault.keys().idOf(content, 0, content.length)).isEqualTo(roots.get(i).id());
      }
      assertThat(vault.blobs().damagedIndex()).isEmpty();
    }
  }

  @Test
  void everyPackVerifies() {
    try (Vault vault = open(keyFile)) {
      vault.reader();
      List<PackInfo> packs = vault.blobs().packs();
      assertThat(packs).hasSizeGreaterThanOrEqualTo(5);
      for (PackInfo pack : packs) {
        byte[] key = vault.keys().key(pack.id(), pack.epoch(), Purpose.READ);
        byte[] bytes = packBytes(vault.store(), pack);
        assertThat(new PackScan(bytes, pack.key()).verify(key)).hasSize(pack.blobs());
      }
    }
  }

  private static byte[] packBytes(Store store, PackInfo pack) {
    List<StoredObject> found = new ArrayList<>();
    store.list(pack.key(), found::add);
    return store.readAll(found.getFirst().key());
  }

  @Test
  void commitsAndTreesRead() throws IOException {
    try (Vault vault = open(keyFile)) {
      assertThat(vault.commits()).hasSize(2);
      CommitHeader first = vault.findCommits("first").whole().getFirst();
      assertThat(first.clusterUid()).isEqualTo("cluster");
      assertThat(first.runId()).isEqualTo("sample-run-1");
      assertThat(first.namespaces()).containsExactly("shop", "bank");
      assertThat(first.started()).isEqualTo(SampleVault.STARTED);
      assertThat(first.ended()).isEqualTo(SampleVault.ENDED);
      assertThat(first.header()).isEqualTo(SampleVault.text("header of first"));
      assertThat(vault.read(first.ref()).body())
          .isEqualTo(new Body.Stored(first.roots().getFirst().id()));
      CommitHeader second = vault.findCommits("second").whole().getFirst();
      Body body = vault.read(second.ref()).body();
      assertThat(body).isInstanceOf(Body.Inline.class);
      assertThat(((Body.Inline) body).bytes()).isEqualTo(SampleVault.text("inline body"));
      TreeReader tree = new TreeReader(vault.reader(), second.roots().getFirst().id());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      tree.copyTo(TreePath.of("objects/a.json"), out);
      tree.copyTo(TreePath.of("objects/b.json"), out);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .isEqualTo("{\"a\":1}" + new String(SampleVault.content(2), StandardCharsets.UTF_8));
    }
  }

  @Test
  void runsAndTombstonesRead() {
    try (Vault vault = open(keyFile)) {
      List<Run> runs = vault.runs();
      assertThat(runs).extracting(Run::runId).containsExactly("sample-run-1", "sample-run-2");
      Run first = runs.getFirst();
      assertThat(first.maxDuration()).hasHours(2);
      assertThat(first.body()).isEqualTo(SampleVault.text("body sample-run-1"));
      assertThat(first.ended()).isPresent();
      assertThat(runs.getLast().ended()).isEmpty();
      assertThat(vault.journal(first))
          .extracting(entry -> new String(entry.body(), StandardCharsets.UTF_8))
          .containsExactly("first record", "second record");
      assertThat(vault.outcome(first))
          .hasValueSatisfying(body -> assertThat(body).isEqualTo(SampleVault.text("done")));
      assertThat(Tombstones.packs(vault.store(), vault.keys())).hasSize(1);
    }
  }
}
