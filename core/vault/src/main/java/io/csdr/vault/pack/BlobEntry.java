package io.csdr.vault.pack;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;

/// Where one blob lies in its pack. `form` is `plain length << 16 | type << 8 | codec`; `offset` is that of the
/// frame and `sealedLength` that of the sealed bytes behind the frame's 12 clear bytes.
public record BlobEntry(BlobId id, int offset, int sealedLength, long form) {
  /// Length of an entry in a footer.
  public static final int BYTES = 48;

  /// Puts the parts of `form` together.
  public static long form(int plainLength, int type, int codec) {
    return (long) plainLength << 16 | type << 8 | codec;
  }

  public int plainLength() {
    return (int) (form >>> 16);
  }

  /// The code of the blob's type.
  public int type() {
    return (int) (form >>> 8) & 0xff;
  }

  /// The code of the blob's codec.
  public int codec() {
    return (int) form & 0xff;
  }

  /// The offset behind the frame.
  public int end() {
    return offset + PackFormat.FRAME + sealedLength;
  }

  void write(ByteWriter out) {
    out.id(id).u32(offset).u64((long) sealedLength << 40 | form);
  }

  static BlobEntry read(ByteReader in) {
    BlobId id = in.id();
    int offset = in.u32();
    long rest = in.u64();
    return new BlobEntry(id, offset, (int) (rest >>> 40), rest & 0xff_ffff_ffffL);
  }
}
