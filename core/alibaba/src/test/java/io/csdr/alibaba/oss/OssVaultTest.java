package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.testing.oss.OssBucket;
import io.csdr.testing.oss.OssFault;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.pipeline.WriterSettings;
import io.csdr.vault.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A whole vault in OSS: what is in it, what it costs in requests, and what it stands.
class OssVaultTest {
  private static final int PACK = 1 << 20;
  private static final WriterSettings PACKS =
      new WriterSettings(Level.NONE, PACK, 256 << 10, 2, 3, 8 << 20);
  private static final int BLOBS = 160;
  private static final int BLOB = 64 << 10;

  private final OssBench bench = new OssBench();
  private final CreateOptions options = CreateOptions.standard();
  private final KeyFile key = KeyFile.random(options.id());
  private final List<byte[]> contents = contents();

  private static List<byte[]> contents() {
    Random random = new Random(12);
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < BLOBS; i++) {
      byte[] bytes = new byte[BLOB];
      random.nextBytes(bytes);
      contents.add(bytes);
    }
    return contents;
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void create() {
    Vault.create(bench.store(), options, key, "").close();
  }

  private Vault open() {
    return Vault.open(bench.store(), KeySource.of(key));
  }

  private void backUp(String name) {
    try (Vault vault = open()) {
      Run run =
          vault.startRun(
              new RunDraft(
                  "run-of-" + name, name, "backup", "c", Duration.ofHours(1), new byte[0]));
      BlobWriter writer = vault.writer(PACKS);
      List<Root> roots = new ArrayList<>();
      for (byte[] bytes : contents) {
        BlobId blob = writer.put(BlobType.DATA, bytes, 0, bytes.length);
        roots.add(new Root(blob.toString(), blob));
      }
      writer.flush();
      Body body = new Body.Inline(new byte[0]);
      Instant now = Instant.EPOCH;
      vault.commit(run, new CommitDraft(name, "c", List.of(), now, now, roots, new byte[0], body));
      vault.endRun(run, new byte[0]);
    }
  }

  private record Restored(Map<BlobId, byte[]> plain, Map<BlobId, VaultException> lost) {}

  private Restored restore() {
    Restored restored = new Restored(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    try (Vault vault = open()) {
      List<BlobId> ids = ids(vault);
      vault
          .reader()
          .fetch(
              ids,
              new BlobReceiver() {
                @Override
                public void received(BlobId id, byte[] plain) {
                  restored.plain.put(id, plain);
                }

                @Override
                public void lost(BlobId id, VaultException why) {
                  restored.lost.put(id, why);
                }
              });
      for (int i = 0; i < ids.size(); i++) {
        byte[] plain = restored.plain.get(ids.get(i));
        if (plain != null) {
          assertThat(plain).isEqualTo(contents.get(i));
        }
      }
    }
    return restored;
  }

  private static List<BlobId> ids(Vault vault) {
    return vault.findCommits("nightly").whole().getFirst().roots().stream().map(Root::id).toList();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasBackedUpComesBack(OssBucket.Versioning versioning) {
    bench.bucket.versioning(versioning);
    create();
    backUp("nightly");
    assertThat(restore().plain).hasSize(BLOBS);
    assertThatThrownBy(() -> Vault.create(bench.store(), options, key, ""))
        .isInstanceOf(VaultException.Occupied.class);
  }

  @Test
  void aBackupCostsFewRequests() {
    create();
    bench.oss.journal().clear();
    backUp("nightly");
    Map<String, Integer> writing = bench.oss.journal().counts();
    long packs =
        bench.oss.journal().entries().stream()
            .filter(entry -> entry.method().equals("PUT") && entry.bytesIn() > PACK / 2)
            .count();
    bench.oss.journal().clear();
    restore();
    Map<String, Integer> reading = bench.oss.journal().counts();

    assertThat(packs).isBetween(10L, 12L);
    assertThat(writing.get("PUT")).as(writing.toString()).isLessThanOrEqualTo((int) packs + 5);
    assertThat(writing.get("GET")).as(writing.toString()).isLessThanOrEqualTo(9);
    assertThat(writing.getOrDefault("HEAD", 0)).as(writing.toString()).isLessThanOrEqualTo(4);
    assertThat(writing).doesNotContainKey("DELETE");
    assertThat(reading.get("GET")).as(reading.toString()).isLessThanOrEqualTo((int) packs + 12);
    assertThat(reading).doesNotContainKeys("PUT", "DELETE");
  }

  @Test
  void aBackupStandsWhatGoesWrongOnTheWay() {
    create();
    for (int i = 0; i < 40; i += 5) {
      bench.oss.faults().after("PUT", "", i, 1, new OssFault.CutAfter());
      bench.oss.faults().after("PUT", "", i + 1, 1, new OssFault.FailedAfter());
      bench.oss.faults().after("PUT", "", i + 2, 1, new OssFault.Busy(0));
      bench.oss.faults().after("PUT", "", i + 3, 1, new OssFault.WrongByte(5));
      bench.oss.faults().after("GET", "", i, 1, new OssFault.Truncated(50));
      bench.oss.faults().after("GET", "", i + 2, 1, new OssFault.CutBefore());
    }
    backUp("nightly");
    bench.oss.faults().clear();
    assertThat(restore().plain).hasSize(BLOBS);
  }

  @Test
  void aDamagedPackIsFoundAndTheRestComesBack() {
    create();
    backUp("nightly");
    String pack =
        bench.bucket.keys().stream()
            .filter(name -> bench.bucket.bytes(name).orElseThrow().length > PACK / 2)
            .findFirst()
            .orElseThrow();
    bench.bucket.flipByte(pack, PACK / 3);
    Restored restored = restore();
    assertThat(restored.lost).isNotEmpty();
    assertThat(restored.plain).hasSize(BLOBS - restored.lost.size()).isNotEmpty();
    assertThat(restored.lost.values()).allMatch(VaultException.Corrupt.class::isInstance);
  }

  @Test
  void aLockedBucketTakesBackupsAndGivesNothingAway() {
    create();
    bench.bucket.lock(7);
    backUp("nightly");
    backUp("nightly-2");
    try (Vault vault = open()) {
      assertThatThrownBy(() -> vault.delete(vault.commits().getFirst().ref()))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageContaining("7 days");
    }
    assertThat(restore().plain).hasSize(BLOBS);
  }
}
