package io.csdr.engine.flow;

import io.csdr.model.api.ApplicationBackup;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.commit.Body;

/// Finds a place for a backup's record: in its commit while it is small, else in a blob that the commit
/// names, because a commit has little room and every volume takes some of it.
final class CommitBody {
  private static final int MOST_INLINE = 64 << 10;

  private CommitBody() {}

  /// The body of the commit; everything that it refers to is flushed.
  static Body of(ApplicationBackup backup, BlobWriter writer) {
    byte[] record = ResourceJson.write(backup);
    if (record.length <= MOST_INLINE) {
      return new Body.Inline(record);
    }
    Body.Stored stored = new Body.Stored(writer.put(BlobType.TREE, record, 0, record.length));
    writer.flush();
    return stored;
  }
}
