package io.csdr.vault.posix;

import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.tree.ByteString;
import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.Origin;
import io.csdr.vault.tree.Stamp;
import io.csdr.vault.tree.Xattr;
import io.csdr.vault.tree.XattrValue;
import java.util.ArrayList;
import java.util.List;

/// Makes the attributes of an entry from what the file system says.
final class MetaReader {
  private static final long TICK_MILLIS = 20;
  private static final long COARSE_MILLIS = 2_000;

  private final BlobWriter writer;
  private final long cut;

  /// For what is as it was at `cut`, in milliseconds since 1970 by the clock of whoever wrote it;
  /// [Long#MAX_VALUE] for what may change now.
  MetaReader(BlobWriter writer, long cut) {
    this.writer = writer;
    this.cut = cut;
  }

  /// The attributes of what is open; `path` says that it was opened only as a path.
  FileMeta meta(FileStat stat, Fd file, boolean path) throws PosixException {
    return meta(stat, xattrs(Xattrs.read(file, path)));
  }

  /// The attributes with extended ones that are known already.
  FileMeta meta(FileStat stat, List<Xattr> xattrs) {
    return new FileMeta(
        stat.mode(),
        stat.uid(),
        stat.gid(),
        stat.mtime(),
        origin(stat, Math.min(System.currentTimeMillis(), cut)),
        xattrs);
  }

  private List<Xattr> xattrs(List<Xattrs.Named> found) throws PosixException {
    if (found.isEmpty()) {
      return List.of();
    }
    if (found.size() > Xattr.MAX_COUNT) {
      throw new PosixException(found.size() + " extended attributes", Errno.ERANGE);
    }
    List<Xattr> xattrs = new ArrayList<>(found.size());
    for (Xattrs.Named one : found) {
      xattrs.add(new Xattr(one.name(), value(one.value())));
    }
    return xattrs;
  }

  private XattrValue value(ByteString bytes) {
    if (bytes.length() <= XattrValue.MAX_INLINE) {
      return new XattrValue.Inline(bytes);
    }
    int length = bytes.length();
    return new XattrValue.Stored(writer.put(BlobType.TREE, bytes.toBytes(), 0, length), length);
  }

  /// None if the file changed so shortly before the moment that it is seen at that a further change could
  /// leave the same time of change: the next save then reads it again. File systems without nanoseconds
  /// need more distance.
  static Origin origin(FileStat stat, long seenMillis) {
    Stamp changed = stat.ctime();
    long age = seenMillis - changed.seconds() * 1000 - changed.nanos() / 1_000_000;
    boolean settled = age > (changed.nanos() == 0 ? COARSE_MILLIS : TICK_MILLIS);
    return settled && stat.inode() != 0 ? new Origin(stat.inode(), changed) : Origin.NONE;
  }
}
