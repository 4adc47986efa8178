package io.csdr.vault.sample;

import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.bytes.Fields;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.Passphrase;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.pipeline.BlobSpace;
import io.csdr.vault.pipeline.WriterSettings;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.DirectoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.tree.TreeBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes a sample of the vault format: `SampleVault DIRECTORY` writes `DIRECTORY/vault` and `DIRECTORY/key`.
///
/// The sample of each format version was made once and stays as it is; run this only for a new version, into a
/// new folder of the test resources. It holds one of everything that a reader must understand: both kinds of
/// slots, both suites, raw and compressed blobs of each type, two segments, a pack that exists as a
/// generation only, a tombstone, a tree, a journal, and commits with both kinds of bodies.
public final class SampleVault {
  static final String LABEL = "sample of format 1";
  static final String PASSPHRASE = "sample passphrase ä 1";
  static final Instant STARTED = Instant.parse("2026-11-21T04:00:00.123Z");
  static final Instant ENDED = Instant.parse("2026-11-21T04:00:05Z");
  static final int BLOBS = 6;

  private SampleVault() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    CreateOptions options = new CreateOptions(VaultId.random(), Suite.AES_256_GCM, LABEL);
    KeyFile key = KeyFile.random(options.id());
    Files.writeString(directory.resolve("key"), key.toText());
    Store store = DirectoryStore.create(directory.resolve("vault"));
    try (Vault vault = Vault.create(store, options, key, "key file")) {
      vault.addSlot(new Passphrase(PASSPHRASE), "passphrase");
      Run run = vault.startRun(runDraft("sample-run-1"));
      vault.appendRun(run, 1, text("first record"));
      vault.appendRun(run, 2, text("second record"));
      List<Root> roots = new ArrayList<>(blobs(vault.writer(Level.BALANCED), 0));
      BlobSpace chaCha = new BlobSpace(store, vault.keys(), Suite.CHACHA20_POLY1305);
      roots.addAll(blobs(chaCha.writer(WriterSettings.of(Level.MAX)), BLOBS));
      BlobWriter writer = vault.writer(Level.FAST);
      TreeBuilder tree = new TreeBuilder(writer);
      tree.add("objects/a.json", text("{\"a\":1}"));
      tree.add("objects/b.json", content(2));
      BlobId treeRoot = tree.finish().id();
      writer.flush();
      Body stored = new Body.Stored(roots.getFirst().id());
      Body inline = new Body.Inline(text("inline body"));
      vault.commit(run, draft("first", roots, stored));
      vault.commit(run, draft("second", List.of(new Root("tree", treeRoot)), inline));
      vault.endRun(run, text("done"));
      vault.startRun(runDraft("sample-run-2"));
      becomeGeneration(store, vault.blobs().packs().getFirst());
      tombstone(vault, "e".repeat(32));
    }
  }

  static RunDraft runDraft(String id) {
    return new RunDraft(
        id, "nightly", "backup", "cluster", Duration.ofHours(2), text("body " + id));
  }

  /// Content number n: even ones are text, odd ones noise of a fixed seed.
  static byte[] content(int number) {
    if (number % 2 == 0) {
      return text(("sample content " + number + "\n").repeat(300));
    }
    byte[] noise = new byte[2000 + number];
    new Random(number).nextBytes(noise);
    return noise;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static CommitDraft draft(String name, List<Root> roots, Body body) {
    return new CommitDraft(
        name,
        "cluster",
        List.of("shop", "bank"),
        STARTED,
        ENDED,
        roots,
        text("header of " + name),
        body);
  }

  private static List<Root> blobs(BlobWriter writer, int from) {
    List<BlobType> types = List.of(BlobType.DATA, BlobType.BUNDLE, BlobType.TREE);
    List<Root> roots = new ArrayList<>();
    for (int i = from; i < from + BLOBS; i++) {
      byte[] bytes = content(i);
      roots.add(new Root("content " + i, writer.put(types.get(i / 2 % 3), bytes, 0, bytes.length)));
    }
    writer.flush();
    return roots;
  }

  private static void becomeGeneration(Store store, PackInfo pack) {
    store.putIfAbsent(pack.key() + ".g1", store.readAll(pack.key()));
    store.delete(pack.key());
  }

  /// Marks a pack that does not exist.
  private static void tombstone(Vault vault, String id) {
    String key = "t/00000001/" + id;
    byte[] plain =
        new Fields.Writer()
            .time(1, STARTED)
            .bytes(2, new byte[16])
            .bytes(3, new byte[32])
            .toBytes();
    SealedObject.Place place =
        new SealedObject.Place(SealedObject.Kind.TOMBSTONES, key, vault.id().toBytes());
    byte[] classKey = vault.keys().indexKey(vault.keys().epoch());
    vault.store().putIfAbsent(key, SealedObject.seal(place, Suite.AES_256_GCM, 1, classKey, plain));
  }
}
