package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobWriter;
import java.util.Optional;

/// The root record of a tree.
sealed interface RootRecord {
  int MAX_LEVEL = 4;
  int FORM_FILES = 1;
  int FORM_BLOCK = 2;

  TreeStats stats();

  /// Stores the record.
  BlobId put(BlobWriter writer);

  /// Files: the top page is a leaf at level 0, else an index page of that level.
  record Files(int level, BlobId top, TreeStats stats) implements RootRecord {
    @Override
    public BlobId put(BlobWriter writer) {
      return new PageEncoder(128)
          .header(PageKind.ROOT)
          .u8(FORM_FILES)
          .varint(0)
          .varint(level)
          .id(top)
          .varint(stats.entries())
          .varint(stats.directories())
          .varint(stats.files())
          .varint(stats.bytes())
          .put(writer);
    }
  }

  /// A block device of `size` bytes, `blocks` of its blocks not being holes.
  record Block(long size, long blocks, Optional<BlobId> top) implements RootRecord {
    @Override
    public TreeStats stats() {
      return new TreeStats(TreeForm.BLOCK, 0, 0, 0, size);
    }

    @Override
    public BlobId put(BlobWriter writer) {
      PageEncoder out =
          new PageEncoder(128)
              .header(PageKind.ROOT)
              .u8(FORM_BLOCK)
              .varint(0)
              .varint(size)
              .varint(BlockMap.BLOCK)
              .varint(blocks);
      if (top.isPresent()) {
        out.u8(1).id(top.get());
      } else {
        out.u8(0);
      }
      return out.put(writer);
    }
  }

  /// Reads and checks a root record.
  static RootRecord read(BlobReader reader, BlobId id) {
    PageDecoder in = new PageDecoder(reader.get(id), id, PageKind.ROOT);
    int form = in.u8();
    if (in.varint() != 0) {
      throw new VaultException.TooNew("tree " + id + " uses features of a newer version");
    }
    RootRecord record =
        switch (form) {
          case FORM_FILES -> files(in);
          case FORM_BLOCK -> block(in);
          default -> throw in.corrupt("a tree of form " + form);
        };
    in.end();
    return record;
  }

  private static RootRecord files(PageDecoder in) {
    int level = in.count(0, MAX_LEVEL, "level");
    BlobId top = in.id();
    long entries = in.varint(1, Long.MAX_VALUE, "number of entries");
    long directories = in.varint(1, entries, "number of directories");
    long files = in.varint(0, entries - directories, "number of files");
    long bytes = in.varint(0, Long.MAX_VALUE, "number of bytes");
    return new Files(level, top, new TreeStats(TreeForm.FILES, entries, directories, files, bytes));
  }

  private static RootRecord block(PageDecoder in) {
    long size = in.varint(0, BlockMap.MAX_SIZE, "size");
    if (in.varint() != BlockMap.BLOCK) {
      throw in.corrupt("blocks of an unknown size");
    }
    long blocks = in.varint(0, BlockMap.blocks(size), "number of blocks");
    boolean present = in.count(0, 1, "a table's presence") == 1;
    if (present != blocks > 0) {
      throw in.corrupt("its table and its number of blocks disagree");
    }
    return new Block(size, blocks, present ? Optional.of(in.id()) : Optional.empty());
  }
}
