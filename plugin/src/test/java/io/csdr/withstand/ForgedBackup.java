package io.csdr.withstand;

import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.blob.WriteStats;
import io.csdr.vault.codec.Level;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.tree.TreeBuilder;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Backups as somebody could write them who holds the vault's keys and means harm.
final class ForgedBackup {
  private final Vault vault;
  private final CommitHeader original;
  private final List<Root> roots;

  /// Begins with a true backup.
  ForgedBackup(Vault vault, String original) {
    this.vault = vault;
    this.original = vault.findCommits(original).whole().getFirst();
    this.roots = new ArrayList<>(this.original.roots());
  }

  /// Replaces the text in every object; its length must stay.
  ForgedBackup editObjects(String from, String to) {
    BlobWriter writer = vault.writer(Level.NONE);
    SortedMap<TreePath, byte[]> files = files("objects");
    TreeBuilder tree = new TreeBuilder(writer);
    files.forEach((path, bytes) -> tree.add(path, replaced(bytes, from, to)));
    replace("objects", tree.finish().id());
    writer.flush();
    return this;
  }

  /// Gives a volume other files. In names and contents `from` becomes `to`, of equal length, behind the back
  /// of all checks that the writer of trees makes.
  ForgedBackup volume(String claim, Map<String, String> files, String from, String to) {
    BlobWriter writer = vault.writer(Level.NONE);
    TreeBuilder tree = new TreeBuilder(new Forger(writer, from, to));
    SortedMap<TreePath, byte[]> sorted = new TreeMap<>();
    files.forEach(
        (path, text) -> sorted.put(TreePath.of(path), text.getBytes(StandardCharsets.UTF_8)));
    sorted.forEach(tree::add);
    replace("volume/" + claim, tree.finish().id());
    writer.flush();
    return this;
  }

  /// Gives a volume another claim.
  ForgedBackup rename(String claim, String to) {
    Root root = root("volume/" + claim);
    roots.remove(root);
    roots.add(new Root("volume/" + to, root.id()));
    return this;
  }

  /// Makes the backup exist.
  void commit(String name) {
    Run run = vault.findRun(original.runId()).orElseThrow();
    Run forged =
        vault.startRun(
            new RunDraft(
                name, name, run.kind(), run.clusterUid(), Duration.ofHours(1), run.body()));
    vault.commit(
        forged,
        new CommitDraft(
            name,
            original.clusterUid(),
            original.namespaces(),
            original.started(),
            original.ended(),
            roots,
            original.header(),
            vault.read(original.ref()).body()));
    vault.endRun(forged, vault.outcome(run).orElseThrow());
  }

  private void replace(String label, BlobId root) {
    roots.removeIf(known -> known.label().equals(label));
    roots.add(new Root(label, root));
  }

  private Root root(String label) {
    return roots.stream().filter(known -> known.label().equals(label)).findFirst().orElseThrow();
  }

  private SortedMap<TreePath, byte[]> files(String label) {
    TreeReader tree = new TreeReader(vault.reader(), root(label).id());
    SortedMap<TreePath, byte[]> files = new TreeMap<>();
    tree.walk(entry -> {
      if (entry instanceof TreeEntry.RegularFile file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
          tree.copyTo(file.path(), bytes);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        files.put(file.path(), bytes.toByteArray());
      }
    });
    return files;
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException(from + " and " + to + " are not of one length");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private record Forger(BlobWriter writer, String from, String to) implements BlobWriter {
    @Override
    public BlobId put(BlobType type, byte[] bytes, int offset, int length) {
      byte[] plain = Arrays.copyOfRange(bytes, offset, offset + length);
      return writer.put(type, replaced(plain, from, to), 0, length);
    }

    @Override
    public void flush() {
      writer.flush();
    }

    @Override
    public byte[] chunkerKey() {
      return writer.chunkerKey();
    }

    @Override
    public WriteStats stats() {
      return writer.stats();
    }
  }
}
