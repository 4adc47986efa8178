package io.csdr.vault.tree;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes a leaf page entry by entry, so that a page never costs more memory than its longest entry.
final class LeafCursor {
  /// The most entries of a page, and of children of an index page.
  static final int MAX_COUNT = 65536;

  /// The most bytes that the paths of one page may have in all.
  static final long MAX_PATH_BYTES = 16L << 20;

  private final PageDecoder in;
  private final int count;
  private int read;
  private long pathBytes;
  private TreePath previous = TreePath.ROOT;
  private @Nullable BlobId bundle;
  private @Nullable TreePath first;

  LeafCursor(byte[] bytes, BlobId page) {
    in = new PageDecoder(bytes, page, PageKind.LEAF);
    count = in.count(1, MAX_COUNT, "number of entries");
  }

  int count() {
    return count;
  }

  VaultException.Corrupt corrupt(String why) {
    return in.corrupt(why);
  }

  /// Makes the first entry be refused unless it has this path.
  void expect(TreePath path) {
    first = path;
  }

  /// The next entry, or null behind the last one.
  @Nullable TreeEntry next() {
    if (read == count) {
      in.end();
      return null;
    }
    TreePath path = in.path(previous);
    if (read == 0 && first != null && !path.equals(first)) {
      throw in.corrupt("it is not the page that its parent means");
    }
    if (read > 0 && path.compareTo(previous) <= 0) {
      throw in.corrupt("entries are not in ascending order");
    }
    pathBytes += path.shared().length;
    if (pathBytes > MAX_PATH_BYTES) {
      throw in.corrupt("its paths are too long");
    }
    read++;
    previous = path;
    return entry(path, in.u8());
  }

  private TreeEntry entry(TreePath path, int kind) {
    if (path.isRoot() && kind != LeafEncoder.DIRECTORY) {
      throw in.corrupt("the tree's own entry is no directory");
    }
    return switch (kind) {
      case LeafEncoder.DIRECTORY -> new TreeEntry.Directory(path, meta());
      case LeafEncoder.FILE -> file(path, meta());
      case LeafEncoder.SYMLINK ->
          new TreeEntry.Symlink(path, meta(), text(TreeEntry.Symlink.MAX_TARGET, "a link target"));
      case LeafEncoder.HARDLINK -> hardlink(path);
      case LeafEncoder.CHARACTER_DEVICE -> device(path, false);
      case LeafEncoder.BLOCK_DEVICE -> device(path, true);
      case LeafEncoder.FIFO -> new TreeEntry.Fifo(path, meta());
      default -> throw in.corrupt("an entry of kind " + kind);
    };
  }

  private TreeEntry hardlink(TreePath path) {
    TreePath target = in.path();
    if (target.isRoot() || target.compareTo(path) >= 0) {
      throw in.corrupt("a hard link to something that did not come before");
    }
    return new TreeEntry.Hardlink(path, target);
  }

  private TreeEntry device(TreePath path, boolean block) {
    FileMeta meta = meta();
    return new TreeEntry.Device(path, meta, block, in.uint("major"), in.uint("minor"));
  }

  private FileMeta meta() {
    int mode = in.count(0, FileMeta.MODE_BITS, "mode");
    int uid = in.uint("uid");
    int gid = in.uint("gid");
    Stamp mtime = stamp();
    long inode = in.varint();
    Origin origin = inode == 0 ? Origin.NONE : new Origin(inode, stamp());
    return new FileMeta(mode, uid, gid, mtime, origin, xattrs());
  }

  private Stamp stamp() {
    long seconds = in.svarint();
    return new Stamp(seconds, in.count(0, 999_999_999, "nanoseconds"));
  }

  private List<Xattr> xattrs() {
    int xattrCount = in.count(0, Xattr.MAX_COUNT, "number of attributes");
    if (xattrCount == 0) {
      return List.of();
    }
    List<Xattr> xattrs = new ArrayList<>();
    for (int i = 0; i < xattrCount; i++) {
      ByteString name = text(Xattr.MAX_NAME, "an attribute's name");
      if (i > 0 && name.compareTo(xattrs.getLast().name()) <= 0) {
        throw in.corrupt("attributes are not in ascending order");
      }
      long tag = in.varint(0, 2L * XattrValue.MAX_STORED + 1, "length of an attribute");
      int length = (int) (tag >>> 1);
      if ((tag & 1) == 0 ? length > XattrValue.MAX_INLINE : length == 0) {
        throw in.corrupt("an attribute of " + length + " bytes");
      }
      xattrs.add(
          new Xattr(
              name,
              (tag & 1) == 0
                  ? new XattrValue.Inline(ByteString.owning(in.raw(length)))
                  : new XattrValue.Stored(in.id(), length)));
    }
    return xattrs;
  }

  /// 1 to `most` bytes without NUL.
  private ByteString text(int most, String what) {
    byte[] text = in.bytes(1, most, what);
    for (byte b : text) {
      if (b == 0) {
        throw in.corrupt("a NUL in " + what);
      }
    }
    return ByteString.owning(text);
  }

  private TreeEntry file(TreePath path, FileMeta meta) {
    long size = in.varint(0, Long.MAX_VALUE, "size");
    int form = in.u8();
    FileContent content =
        switch (form) {
          case LeafEncoder.NOTHING -> new FileContent.Nothing();
          case LeafEncoder.SLICE -> slice(size);
          case LeafEncoder.EXTENTS -> extents(size);
          case LeafEncoder.EXTENT_TABLE ->
              new FileContent.ExtentTable(
                  in.varint(1, ExtentTables.MAX_EXTENTS, "number of extents"), in.id());
          default -> throw in.corrupt("content of form " + form);
        };
    return new TreeEntry.RegularFile(path, meta, size, content);
  }

  private FileContent slice(long size) {
    if (size < 1 || size > FileContent.MAX_SLICE) {
      throw in.corrupt("a slice of " + size + " bytes");
    }
    if (in.count(0, 1, "a bundle's presence") == 1) {
      bundle = in.id();
    }
    BlobId id = bundle;
    if (id == null) {
      throw in.corrupt("a slice of no bundle");
    }
    return new FileContent.Slice(
        id, in.count(0, BlobWriter.MAX_BLOB - (int) size, "offset of a slice"));
  }

  private FileContent extents(long size) {
    int extentCount = in.count(1, FileContent.MAX_INLINE_EXTENTS, "number of extents");
    List<Extent> extents = new ArrayList<>(extentCount);
    long left = size;
    for (int i = 0; i < extentCount; i++) {
      Extent extent = ExtentTables.decode(in, left);
      left -= extent.gap() + extent.length();
      extents.add(extent);
    }
    return new FileContent.Extents(extents);
  }
}
