package io.csdr.vault.index;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.pack.PackFormat;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.pack.PackKind;
import io.csdr.vault.seal.Suite;

/// What an index knows of a pack: `size` in bytes, the number of blobs, and the SHA-256 of its bytes.
@SuppressWarnings("ArrayRecordComponent")
public record PackInfo(
    PackId id, PackKind kind, Suite suite, int epoch, int size, int blobs, byte[] sha256) {
  static final int BYTES = 64;

  /// Where the pack lies.
  public String key() {
    return kind.key(id);
  }

  void write(ByteWriter out) {
    out.raw(id.toBytes())
        .raw(sha256)
        .u8(kind.code())
        .u8(suite.code())
        .u16(0)
        .u32(epoch)
        .u32(size)
        .u32(blobs);
  }

  static PackInfo read(ByteReader in, String what) {
    PackId id = PackId.read(in);
    byte[] sha256 = in.raw(32);
    PackKind kind = PackKind.read(in);
    Suite suite = Suite.of(in.u8(), what);
    in.skip(2);
    int epoch = in.u32();
    int size = in.count(PackFormat.MOST_BYTES);
    int blobs = in.count(PackFormat.MOST_BYTES);
    return new PackInfo(id, kind, suite, epoch, size, blobs, sha256);
  }

  @Override
  public String toString() {
    return kind + " pack " + id;
  }
}
