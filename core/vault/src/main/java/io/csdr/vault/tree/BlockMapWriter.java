package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes the map of a block device from its blocks in order; for one thread.
public final class BlockMapWriter {
  private final BlobWriter writer;
  private final long size;
  private final long blocks;
  private final @Nullable BlobId[] leaf = new @Nullable BlobId[BlockMap.LEAF];
  private final @Nullable BlobId[] top;
  private long added;
  private long stored;
  private boolean leafUsed;

  /// Begins the map of a device of `size` bytes.
  ///
  /// @throws IllegalArgumentException when it is larger than [BlockMap#MAX_SIZE]
  public BlockMapWriter(BlobWriter writer, long size) {
    if (size < 0 || size > BlockMap.MAX_SIZE) {
      throw new IllegalArgumentException("a device of " + size + " bytes");
    }
    this.writer = writer;
    this.size = size;
    this.blocks = BlockMap.blocks(size);
    this.top = new @Nullable BlobId[(int) ((blocks + BlockMap.LEAF - 1) / BlockMap.LEAF)];
  }

  /// The next block is all zeros.
  public void hole() {
    next(null);
  }

  /// The next block is this blob.
  public void block(BlobId id) {
    next(id);
  }

  private void next(@Nullable BlobId id) {
    if (added == blocks) {
      throw new IllegalStateException("a device of " + blocks + " blocks gets one more");
    }
    leaf[(int) (added % BlockMap.LEAF)] = id;
    if (id != null) {
      leafUsed = true;
      stored++;
    }
    added++;
    if (added % BlockMap.LEAF == 0 || added == blocks) {
      int last = (int) ((added - 1) / BlockMap.LEAF);
      int count = (int) (added - (long) last * BlockMap.LEAF);
      top[last] = leafUsed ? IdTable.put(writer, leaf, count) : null;
      Arrays.fill(leaf, null);
      leafUsed = false;
    }
  }

  /// Writes the root record. Nothing is durable before [BlobWriter#flush()].
  public TreeRoot finish() {
    if (added != blocks) {
      throw new IllegalStateException(added + " of " + blocks + " blocks were added");
    }
    Optional<BlobId> table =
        stored == 0 ? Optional.empty() : Optional.of(IdTable.put(writer, top, top.length));
    RootRecord.Block root = new RootRecord.Block(size, stored, table);
    return new TreeRoot(root.put(writer), root.stats());
  }
}
