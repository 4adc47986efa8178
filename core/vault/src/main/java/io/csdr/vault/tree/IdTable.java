package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobWriter;
import org.jspecify.annotations.Nullable;

/// Ids by number, some of them holes.
final class IdTable {
  static final int MAX_COUNT = 65536;

  private final @Nullable BlobId[] ids;

  private IdTable(@Nullable BlobId[] ids) {
    this.ids = ids;
  }

  int count() {
    return ids.length;
  }

  /// The id at a number, or null for a hole.
  @Nullable BlobId id(int number) {
    return ids[number];
  }

  /// Reads a table that must have `count` places.
  static IdTable read(BlobReader reader, BlobId page, int count) {
    PageDecoder in = new PageDecoder(reader.get(page), page, PageKind.ID_TABLE);
    if (in.count(1, MAX_COUNT, "number of ids") != count) {
      throw in.corrupt("it does not have " + count + " places");
    }
    byte[] bitmap = in.raw((count + 7) / 8);
    @Nullable BlobId[] ids = new @Nullable BlobId[count];
    for (int i = 0; i < bitmap.length * 8; i++) {
      if ((bitmap[i / 8] >> (i % 8) & 1) != 0) {
        if (i >= count) {
          throw in.corrupt("a bit behind its last place");
        }
        ids[i] = in.id();
      }
    }
    in.end();
    return new IdTable(ids);
  }

  /// Stores the first `count` of these ids.
  static BlobId put(BlobWriter writer, @Nullable BlobId[] ids, int count) {
    PageEncoder out = new PageEncoder(16 + count / 8 + 32 * count);
    byte[] bitmap = new byte[(count + 7) / 8];
    for (int i = 0; i < count; i++) {
      if (ids[i] != null) {
        bitmap[i / 8] |= (byte) (1 << i % 8);
      }
    }
    out.header(PageKind.ID_TABLE).varint(count).raw(bitmap, 0, bitmap.length);
    for (int i = 0; i < count; i++) {
      BlobId id = ids[i];
      if (id != null) {
        out.id(id);
      }
    }
    return out.put(writer);
  }
}
