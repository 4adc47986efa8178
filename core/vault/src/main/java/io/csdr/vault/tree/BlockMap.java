package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;

/// Reads which block of a block device is which blob.
public final class BlockMap {
  /// Bytes of a block.
  public static final int BLOCK = 1 << 20;

  /// Blocks of a leaf table.
  static final int LEAF = 4096;

  /// The largest device in bytes.
  public static final long MAX_SIZE = (long) BLOCK * LEAF * IdTable.MAX_COUNT;

  private final BlobReader reader;
  private final RootRecord.Block root;

  /// Opens the tree with this root.
  ///
  /// @throws IllegalArgumentException when it is no block device
  public BlockMap(BlobReader reader, BlobId root) {
    this.reader = reader;
    if (!(RootRecord.read(reader, root) instanceof RootRecord.Block block)) {
      throw new IllegalArgumentException("tree " + root + " is no block device");
    }
    this.root = block;
  }

  /// Bytes of the device.
  public long size() {
    return root.size();
  }

  /// How many blocks are not holes.
  public long stored() {
    return root.blocks();
  }

  /// Sees the blocks of a device.
  @FunctionalInterface
  public interface BlockVisitor {
    /// The block at `index` × [#BLOCK] is the blob `id`.
    void block(long index, BlobId id);
  }

  /// Passes on all blocks that are not holes, in order.
  public void forEach(BlockVisitor visitor) {
    if (root.top().isEmpty()) {
      return;
    }
    long blocks = blocks(root.size());
    long seen = 0;
    IdTable top = IdTable.read(reader, root.top().get(), leaves(root.size()));
    for (int i = 0; i < top.count(); i++) {
      BlobId leafId = top.id(i);
      if (leafId == null) {
        continue;
      }
      long first = (long) i * LEAF;
      IdTable leaf = IdTable.read(reader, leafId, (int) Math.min(LEAF, blocks - first));
      for (int k = 0; k < leaf.count(); k++) {
        BlobId id = leaf.id(k);
        if (id != null) {
          seen++;
          visitor.block(first + k, id);
        }
      }
    }
    if (seen != root.blocks()) {
      throw new VaultException.Corrupt(
          "a block device has " + seen + " blocks, not " + root.blocks());
    }
  }

  static void visit(BlobReader reader, RootRecord.Block root, BlobVisitor visitor) {
    if (root.top().isEmpty() || !visitor.page(root.top().get())) {
      return;
    }
    long blocks = blocks(root.size());
    IdTable top = IdTable.read(reader, root.top().get(), leaves(root.size()));
    for (int i = 0; i < top.count(); i++) {
      BlobId leafId = top.id(i);
      if (leafId != null && visitor.page(leafId)) {
        long first = (long) i * LEAF;
        IdTable leaf = IdTable.read(reader, leafId, (int) Math.min(LEAF, blocks - first));
        for (int k = 0; k < leaf.count(); k++) {
          BlobId id = leaf.id(k);
          if (id != null) {
            visitor.content(id);
          }
        }
      }
    }
  }

  /// How many blocks a device of this size has.
  public static long blocks(long size) {
    return (size + BLOCK - 1) / BLOCK;
  }

  private static int leaves(long size) {
    return (int) ((blocks(size) + LEAF - 1) / LEAF);
  }
}
