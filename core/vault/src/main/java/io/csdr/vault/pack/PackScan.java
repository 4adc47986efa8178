package io.csdr.vault.pack;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.seal.Aead;
import java.util.ArrayList;
import java.util.List;

/// Reads the structure of a whole pack: by its footer, or frame by frame where the footer is lost.
public final class PackScan {
  private final byte[] pack;
  private final PackHeader header;
  private final String key;

  /// `pack` is the whole object that lies at `key`.
  public PackScan(byte[] pack, String key) {
    if (pack.length < PackFormat.HEADER) {
      throw new VaultException.Corrupt(key + " ends inside its header");
    }
    this.pack = pack;
    this.key = key;
    this.header = PackHeader.decode(pack, key);
  }

  public PackHeader header() {
    return header;
  }

  /// The entries that the sealed footer lists.
  ///
  /// @throws VaultException.Corrupt when footer or tail were altered or cut off
  public List<BlobEntry> footer(byte[] packKey) {
    int tail = pack.length - PackFormat.TAIL;
    if (tail < PackFormat.HEADER) {
      throw new VaultException.Corrupt(key + " has no tail");
    }
    ByteReader in = new ByteReader(pack, tail, PackFormat.TAIL, key);
    in.magic(PackFormat.TAIL_MAGIC);
    int sealedLength = in.count(tail - PackFormat.HEADER);
    int footerCrc = in.u32();
    if (in.u32() != PackFormat.crc(pack, tail, PackFormat.TAIL - 4)) {
      throw in.corrupt("the tail's checksum is wrong");
    }
    int offset = tail - sealedLength;
    byte[] plain = new byte[Math.max(0, sealedLength - Aead.TAG_BYTES)];
    Aead.Use use =
        new Aead.Use(
            packKey,
            PackFormat.footerNonce(offset),
            PackFormat.footerAad(header, offset, sealedLength));
    if (footerCrc != PackFormat.crc(pack, offset, sealedLength)
        || !new Aead(header.suite())
            .open(use, new Aead.Span(pack, offset, sealedLength), plain, 0)) {
      throw in.corrupt("the footer was altered");
    }
    ByteReader records = new ByteReader(plain, key + " footer");
    List<BlobEntry> entries = new ArrayList<>();
    int at = PackFormat.HEADER;
    while (records.left() > 0) {
      BlobEntry entry = BlobEntry.read(records);
      if (entry.offset() != at) {
        throw records.corrupt("its frames do not follow each other");
      }
      at = entry.end();
      entries.add(entry);
    }
    if (at != offset) {
      throw records.corrupt("frames end at " + at + " and the footer begins at " + offset);
    }
    return entries;
  }

  /// The plain bytes of a frame, authenticated.
  public byte[] blob(byte[] packKey, BlobEntry entry) {
    if (entry.end() > pack.length) {
      throw new VaultException.Corrupt(key + " ends before blob " + entry.id());
    }
    Aead.Span frame = new Aead.Span(pack, entry.offset(), PackFormat.FRAME + entry.sealedLength());
    return new EntrySealer(header.suite()).open(header, packKey, entry, frame);
  }

  /// Checks every byte: clear parts against each other and everything sealed against its tag. Returns the
  /// entries.
  ///
  /// @throws VaultException.Corrupt when any byte was altered
  public List<BlobEntry> verify(byte[] packKey) {
    List<BlobEntry> entries = footer(packKey);
    for (BlobEntry entry : entries) {
      int at = entry.offset();
      ByteReader frame = new ByteReader(pack, at, PackFormat.FRAME, key);
      if (frame.u32() != PackFormat.FRAME_MAGIC
          || frame.u32() != entry.sealedLength()
          || frame.u32() != PackFormat.crc(pack, at + PackFormat.FRAME, entry.sealedLength())) {
        throw frame.corrupt("the frame at " + at + " was altered");
      }
      blob(packKey, entry);
    }
    return entries;
  }

  /// What a forward scan recovers without footer and index: every entry that opens, up to the first
  /// place that is no whole frame.
  public List<BlobEntry> frames(byte[] packKey) {
    List<BlobEntry> entries = new ArrayList<>();
    Aead aead = new Aead(header.suite());
    int at = PackFormat.HEADER;
    while (at + PackFormat.FRAME <= pack.length) {
      ByteReader in = new ByteReader(pack, at, PackFormat.FRAME, key);
      if (in.u32() != PackFormat.FRAME_MAGIC) {
        break;
      }
      int sealedLength = in.u32();
      if (sealedLength < PackFormat.INNER + Aead.TAG_BYTES
          || sealedLength > pack.length - at - PackFormat.FRAME) {
        break;
      }
      Aead.Span inside = new Aead.Span(pack, at + PackFormat.FRAME, sealedLength);
      byte[] plain = new byte[sealedLength - Aead.TAG_BYTES];
      Aead.Use use =
          new Aead.Use(
              packKey, PackFormat.entryNonce(at), PackFormat.entryAad(header, at, sealedLength));
      if (aead.open(use, inside, plain, 0)) {
        ByteReader inner = new ByteReader(plain, key);
        int type = inner.u8();
        int codec = inner.u8();
        inner.skip(2);
        long form = BlobEntry.form(inner.u32(), type, codec);
        entries.add(new BlobEntry(inner.id(), at, sealedLength, form));
      }
      at += PackFormat.FRAME + sealedLength;
    }
    return entries;
  }
}
