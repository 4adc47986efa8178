package io.csdr.vault.index;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.key.VaultKeys;
import io.csdr.vault.pack.BlobEntry;
import io.csdr.vault.pack.PackFormat;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.seal.Suite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The plaintext of an index segment (`docs/format.md` section 7): packs, and records sorted by id.
public final class IndexSegment {
  /// Length of a record.
  static final int RECORD = 48;

  private static final int MOST_PACKS = 1 << 20;
  private static final int MOST_RECORDS = (64 << 20) / RECORD;
  private static final int LEAST_SEALED = PackFormat.INNER + 16 + 1;
  private static final int MOST_SEALED = PackFormat.INNER + 16 + BlobWriter.MAX_BLOB;

  private final List<RandomId> superseded;
  private final List<PackInfo> packs;
  private final ByteBuffer records;

  private IndexSegment(List<RandomId> superseded, List<PackInfo> packs, ByteBuffer records) {
    this.superseded = superseded;
    this.packs = packs;
    this.records = records;
  }

  private record Row(int pack, BlobEntry entry) {}

  /// Writes a segment of these packs.
  public static byte[] encode(List<PackContent> contents, List<RandomId> superseded) {
    List<Row> rows = new ArrayList<>();
    for (int pack = 0; pack < contents.size(); pack++) {
      for (BlobEntry entry : contents.get(pack).entries()) {
        rows.add(new Row(pack, entry));
      }
    }
    rows.sort(Comparator.comparing(row -> row.entry.id()));
    int length = 16 + superseded.size() * 16 + contents.size() * PackInfo.BYTES;
    ByteWriter out = new ByteWriter(length + rows.size() * RECORD);
    out.u32(contents.size()).u32(rows.size()).u32(superseded.size()).u32(0);
    superseded.forEach(id -> out.raw(id.toBytes()));
    contents.forEach(content -> content.pack().write(out));
    for (Row row : rows) {
      BlobEntry entry = row.entry;
      out.id(entry.id())
          .u32(row.pack)
          .u32(entry.offset())
          .u64((long) entry.sealedLength() << 40 | entry.form());
    }
    return out.toBytes();
  }

  /// The object that holds the plaintext at this store key.
  public static byte[] seal(VaultKeys keys, Suite suite, String key, byte[] plain) {
    int epoch = keys.epoch();
    return SealedObject.seal(place(keys, key), suite, epoch, keys.indexKey(epoch), plain);
  }

  /// Opens the object that lies, or is about to lie, at this store key.
  ///
  /// @throws io.csdr.vault.VaultException when it was altered, moved or is malformed
  public static IndexSegment open(VaultKeys keys, String key, byte[] object) {
    return decode(SealedObject.open(place(keys, key), object, keys::indexKey), key);
  }

  private static SealedObject.Place place(VaultKeys keys, String key) {
    return new SealedObject.Place(SealedObject.Kind.INDEX, key, keys.vault().toBytes());
  }

  /// Parses a segment and checks every record against its pack.
  ///
  /// @throws io.csdr.vault.VaultException.Corrupt when a count or a record is impossible
  public static IndexSegment decode(byte[] plain, String what) {
    ByteReader in = new ByteReader(plain, what);
    int packCount = in.count(MOST_PACKS);
    int recordCount = in.count(MOST_RECORDS);
    int supersededCount = in.count(MOST_PACKS);
    in.skip(4);
    List<RandomId> superseded = new ArrayList<>();
    for (int i = 0; i < supersededCount; i++) {
      superseded.add(RandomId.read(in));
    }
    List<PackInfo> packs = new ArrayList<>();
    for (int i = 0; i < packCount; i++) {
      packs.add(PackInfo.read(in, what));
    }
    if (in.left() != (long) recordCount * RECORD) {
      throw in.corrupt(in.left() + " bytes of records where " + recordCount + " are announced");
    }
    ByteBuffer records = ByteBuffer.wrap(plain, plain.length - in.left(), in.left()).slice();
    IndexSegment segment = new IndexSegment(superseded, packs, records);
    BlobId last = new BlobId(0, 0, 0, 0);
    for (int i = 0; i < recordCount; i++) {
      BlobEntry entry = segment.entry(i);
      int pack = segment.packNumber(i);
      if (pack < 0 || pack >= packCount || !isPossible(entry, packs.get(pack))) {
        throw in.corrupt("record " + i + " is impossible");
      }
      if (last.compareTo(entry.id()) > 0) {
        throw in.corrupt("records are not sorted");
      }
      last = entry.id();
    }
    return segment;
  }

  private static boolean isPossible(BlobEntry entry, PackInfo pack) {
    return entry.offset() >= PackFormat.HEADER
        && entry.sealedLength() >= LEAST_SEALED
        && entry.sealedLength() <= MOST_SEALED
        && entry.end() <= pack.size()
        && entry.plainLength() >= 1
        && entry.plainLength() <= BlobWriter.MAX_BLOB
        && entry.type() >= BlobType.DATA.code()
        && entry.type() <= BlobType.TREE.code();
  }

  /// The segments that this one replaces.
  public List<RandomId> superseded() {
    return superseded;
  }

  public List<PackInfo> packs() {
    return packs;
  }

  /// The number of records.
  public int size() {
    return records.capacity() / RECORD;
  }

  int packNumber(int record) {
    return records.getInt(record * RECORD + 32);
  }

  BlobEntry entry(int record) {
    int at = record * RECORD;
    BlobId id =
        new BlobId(
            records.getLong(at),
            records.getLong(at + 8),
            records.getLong(at + 16),
            records.getLong(at + 24));
    long rest = records.getLong(at + 40);
    return new BlobEntry(id, records.getInt(at + 36), (int) (rest >>> 40), rest & 0xff_ffff_ffffL);
  }
}
