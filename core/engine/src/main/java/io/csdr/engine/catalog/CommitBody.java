package io.csdr.engine.catalog;

import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.commit.Body;
import io.csdr.vault.tree.TreeBuilder;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Where a backup's record lies: in its commit while it is small, else in a file of a tree that the commit
/// names, because a commit has little room and every volume takes some of it.
public final class CommitBody {
  private static final int MOST_INLINE = 64 << 10;
  private static final int MOST_STORED = 128 << 20;
  private static final TreePath FILE = TreePath.of("record.json");

  private CommitBody() {}

  /// The body of the commit; everything that it refers to is flushed.
  public static Body of(ApplicationBackup backup, BlobWriter writer) {
    byte[] record = ResourceJson.write(backup);
    if (record.length <= MOST_INLINE) {
      return new Body.Inline(record);
    }
    TreeBuilder tree = new TreeBuilder(writer);
    tree.add(FILE, record);
    Body.Stored stored = new Body.Stored(tree.finish().id());
    writer.flush();
    return stored;
  }

  /// The record, which may be hostile.
  ///
  /// @throws VaultException when it cannot be had
  static byte[] read(Vault vault, Body body) {
    return switch (body) {
      case Body.Inline inline -> inline.bytes();
      case Body.Stored(BlobId root) -> file(new TreeReader(vault.reader(), root));
    };
  }

  private static byte[] file(TreeReader tree) {
    if (tree.find(FILE).isEmpty() || tree.file(FILE).size() > MOST_STORED) {
      throw new VaultException.Corrupt("tree " + tree.root().id() + " does not hold a record");
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    try {
      tree.copyTo(FILE, record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return record.toByteArray();
  }
}
