package io.csdr.vault.pack;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.codec.Codec;
import io.csdr.vault.codec.Compressor;
import io.csdr.vault.codec.Decompressor;
import io.csdr.vault.seal.Aead;
import io.csdr.vault.seal.Suite;
import java.util.Arrays;

/// Seals and opens the entries of packs of one suite. Holds scratch space; not for several threads at once.
public final class EntrySealer {
  private final Aead aead;
  private byte[] sealed = new byte[0];
  private byte[] opened = new byte[0];

  public EntrySealer(Suite suite) {
    this.aead = new Aead(suite);
  }

  /// One blob on its way into a pack.
  public record Blob(BlobId id, int type, int plainLength, Compressor.Stored stored) {
    /// Length of its sealed entry.
    public int sealedLength() {
      return PackFormat.INNER + stored.length() + Aead.TAG_BYTES;
    }

    long form() {
      return BlobEntry.form(plainLength, type, stored.codec().code());
    }
  }

  /// The sealed entry for this place in this pack, valid until the next call. What was sealed is opened
  /// again and compared, because a defect of processor or runtime must not reach the store.
  byte[] seal(PackHeader pack, byte[] packKey, int offset, Blob blob) {
    Compressor.Stored stored = blob.stored;
    int length = blob.sealedLength();
    if (sealed.length < length) {
      sealed = new byte[length + (length >>> 2)];
    }
    byte[] inner =
        new ByteWriter(PackFormat.INNER)
            .u8(blob.type)
            .u8(stored.codec().code())
            .u16(0)
            .u32(blob.plainLength)
            .id(blob.id)
            .toBytes();
    Aead.Use use = use(pack, packKey, offset, length);
    aead.seal(
        use, inner, new Aead.Span(stored.bytes(), stored.offset(), stored.length()), sealed, 0);
    byte[] again = room(length);
    boolean same =
        aead.open(use, new Aead.Span(sealed, 0, length), again, 0)
            && Arrays.equals(again, 0, PackFormat.INNER, inner, 0, PackFormat.INNER)
            && Arrays.equals(
                again,
                PackFormat.INNER,
                PackFormat.INNER + stored.length(),
                stored.bytes(),
                stored.offset(),
                stored.offset() + stored.length());
    if (!same) {
      throw new IllegalStateException(
          "blob " + blob.id + " does not open right after sealing: defective hardware or runtime");
    }
    return sealed;
  }

  /// Opens the entry that `frame` (its clear part and sealed bytes) is announced to be.
  ///
  /// @throws VaultException.Corrupt when it is not exactly that
  public byte[] open(PackHeader pack, byte[] packKey, BlobEntry entry, Aead.Span frame) {
    String what = "blob " + entry.id() + " in pack " + pack.id();
    int length = entry.sealedLength();
    byte[] plain = room(length);
    Aead.Span inside =
        new Aead.Span(
            frame.bytes(), frame.offset() + PackFormat.FRAME, frame.length() - PackFormat.FRAME);
    if (inside.length() != length
        || length < PackFormat.INNER + Aead.TAG_BYTES
        || !aead.open(use(pack, packKey, entry.offset(), length), inside, plain, 0)) {
      throw new VaultException.Corrupt(what + " was altered");
    }
    ByteReader in = new ByteReader(plain, 0, PackFormat.INNER, what);
    int type = in.u8();
    int codecCode = in.u8();
    in.skip(2);
    int plainLength = in.u32();
    if (BlobEntry.form(plainLength, type, codecCode) != entry.form()
        || !in.id().equals(entry.id())) {
      throw in.corrupt("the index tells another blob");
    }
    Codec codec = Codec.of(codecCode, what);
    int storedLength = length - Aead.TAG_BYTES - PackFormat.INNER;
    return Decompressor.decompress(
        new Compressor.Stored(codec, plain, PackFormat.INNER, storedLength), plainLength, what);
  }

  private byte[] room(int length) {
    if (opened.length < length) {
      opened = new byte[length + (length >>> 2)];
    }
    return opened;
  }

  private static Aead.Use use(PackHeader pack, byte[] packKey, int offset, int length) {
    return new Aead.Use(
        packKey, PackFormat.entryNonce(offset), PackFormat.entryAad(pack, offset, length));
  }
}
