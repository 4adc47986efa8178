package io.csdr.vault.tree;

import io.csdr.vault.blob.BlobId;
import org.jspecify.annotations.Nullable;

/// Encodes entries one after the other, each relative to the one before, until a leaf page is cut.
final class LeafEncoder {
  static final int DIRECTORY = 1;
  static final int FILE = 2;
  static final int SYMLINK = 3;
  static final int HARDLINK = 4;
  static final int CHARACTER_DEVICE = 5;
  static final int BLOCK_DEVICE = 6;
  static final int FIFO = 7;

  static final int NOTHING = 0;
  static final int SLICE = 1;
  static final int EXTENTS = 2;
  static final int EXTENT_TABLE = 3;

  private final PageEncoder out = new PageEncoder(PageCut.LEAF.most() * 2);
  private TreePath previous = TreePath.ROOT;
  private @Nullable BlobId bundle;

  PageEncoder entries() {
    return out;
  }

  void clear() {
    out.clear();
    previous = TreePath.ROOT;
    bundle = null;
  }

  void add(TreeEntry entry) {
    out.path(previous, entry.path());
    previous = entry.path();
    switch (entry) {
      case TreeEntry.Directory directory -> meta(DIRECTORY, directory.meta());
      case TreeEntry.RegularFile file -> {
        meta(FILE, file.meta());
        content(file);
      }
      case TreeEntry.Symlink link -> {
        meta(SYMLINK, link.meta());
        out.bytes(link.target().shared());
      }
      case TreeEntry.Hardlink link -> out.u8(HARDLINK).bytes(link.target().shared());
      case TreeEntry.Device device -> {
        meta(device.block() ? BLOCK_DEVICE : CHARACTER_DEVICE, device.meta());
        out.uint(device.major()).uint(device.minor());
      }
      case TreeEntry.Fifo fifo -> meta(FIFO, fifo.meta());
    }
  }

  private void meta(int kind, FileMeta meta) {
    out.u8(kind).varint(meta.mode()).uint(meta.uid()).uint(meta.gid());
    stamp(meta.mtime());
    Origin origin = meta.origin();
    out.varint(origin.inode());
    if (origin.inode() != 0) {
      stamp(origin.ctime());
    }
    out.varint(meta.xattrs().size());
    for (Xattr xattr : meta.xattrs()) {
      out.bytes(xattr.name().shared());
      switch (xattr.value()) {
        case XattrValue.Inline(ByteString bytes) ->
            out.varint(2L * bytes.length()).raw(bytes.shared(), 0, bytes.length());
        case XattrValue.Stored(BlobId id, int length) -> out.varint(2L * length + 1).id(id);
      }
    }
  }

  private void stamp(Stamp stamp) {
    out.svarint(stamp.seconds()).varint(stamp.nanos());
  }

  private void content(TreeEntry.RegularFile file) {
    out.varint(file.size());
    switch (file.content()) {
      case FileContent.Nothing() -> out.u8(NOTHING);
      case FileContent.Slice(BlobId id, int offset) -> {
        out.u8(SLICE);
        if (id.equals(bundle)) {
          out.u8(0);
        } else {
          out.u8(1).id(id);
          bundle = id;
        }
        out.varint(offset);
      }
      case FileContent.Extents inline -> {
        out.u8(EXTENTS).varint(inline.extents().size());
        inline.extents().forEach(extent -> ExtentWriter.encode(out, extent));
      }
      case FileContent.ExtentTable(long count, BlobId table) ->
          out.u8(EXTENT_TABLE).varint(count).id(table);
    }
  }
}
