package io.csdr.vault.pack;

import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.seal.Aead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One pack while it is filled. Space is reserved first, under a lock, and filled in later by whoever
/// seals the blob, so that several threads seal into one pack.
public final class PackBuilder {
  private final PackHeader header;
  private final byte[] key;
  private final int target;
  private final List<BlobEntry> entries = new ArrayList<>();
  private byte[] bytes;
  private int reserved = PackFormat.HEADER;
  private int pending;
  private boolean abandoned;

  /// A pack of about `target` bytes, sealed with the pack key. It begins with `initial` bytes of memory.
  public PackBuilder(PackHeader header, byte[] key, int target, int initial) {
    this.header = header;
    this.key = key;
    this.target = target;
    this.bytes = Arrays.copyOf(header.encode(), Math.max(initial, PackFormat.HEADER));
  }

  public PackHeader header() {
    return header;
  }

  /// Reserves the next frame for the blob.
  public synchronized BlobEntry reserve(EntrySealer.Blob blob) {
    BlobEntry entry = new BlobEntry(blob.id(), reserved, blob.sealedLength(), blob.form());
    reserved = entry.end();
    pending++;
    entries.add(entry);
    return entry;
  }

  /// Whether the pack has reached its target.
  public synchronized boolean isFull() {
    return reserved >= target;
  }

  /// How many bytes are reserved.
  public synchronized int length() {
    return reserved;
  }

  /// Seals the blob into its reserved frame.
  public void fill(BlobEntry entry, EntrySealer.Blob blob, EntrySealer sealer) {
    byte[] sealed = sealer.seal(header, key, entry.offset(), blob);
    int crc = PackFormat.crc(sealed, 0, entry.sealedLength());
    synchronized (this) {
      room(entry.end());
      ByteBuffer.wrap(bytes, entry.offset(), PackFormat.FRAME + entry.sealedLength())
          .putInt(PackFormat.FRAME_MAGIC)
          .putInt(entry.sealedLength())
          .putInt(crc)
          .put(sealed, 0, entry.sealedLength());
      pending--;
      notifyAll();
    }
  }

  /// Gives the pack up, because a reserved frame will never be filled.
  public synchronized void abandon() {
    abandoned = true;
    notifyAll();
  }

  /// A finished pack: the first `length` bytes of the array, and what they hold.
  @SuppressWarnings("ArrayRecordComponent")
  public record Finished(PackHeader header, byte[] bytes, int length, List<BlobEntry> entries) {}

  /// Adds footer and tail once all reserved frames are filled, and checks every frame once more.
  public synchronized Finished finish() throws InterruptedException {
    while (pending > 0 && !abandoned) {
      wait();
    }
    if (abandoned) {
      throw new IllegalStateException("pack " + header.id() + " was given up");
    }
    ByteWriter footer = new ByteWriter(entries.size() * BlobEntry.BYTES);
    entries.forEach(entry -> entry.write(footer));
    int offset = reserved;
    int sealedLength = footer.length() + Aead.TAG_BYTES;
    byte[] aad = PackFormat.footerAad(header, offset, sealedLength);
    byte[] sealed =
        new Aead(header.suite())
            .seal(new Aead.Use(key, PackFormat.footerNonce(offset), aad), footer.toBytes());
    byte[] tail =
        new ByteWriter(PackFormat.TAIL)
            .text(PackFormat.TAIL_MAGIC)
            .u32(sealedLength)
            .u32(PackFormat.crc(sealed, 0, sealedLength))
            .toBytes();
    int length = offset + sealedLength + PackFormat.TAIL;
    room(length);
    ByteBuffer.wrap(bytes, offset, sealedLength + PackFormat.TAIL)
        .put(sealed)
        .put(tail)
        .putInt(PackFormat.crc(tail, 0, tail.length));
    for (BlobEntry entry : entries) {
      checkFrame(entry);
    }
    return new Finished(header, bytes, length, List.copyOf(entries));
  }

  private void checkFrame(BlobEntry entry) {
    int at = entry.offset();
    int crc = ByteBuffer.wrap(bytes, at + 8, 4).getInt();
    if (crc != PackFormat.crc(bytes, at + PackFormat.FRAME, entry.sealedLength())) {
      throw new IllegalStateException("pack " + header.id() + " was damaged in memory");
    }
  }

  private void room(int length) {
    if (length > bytes.length) {
      // Slack for the footer keeps a full pack from growing once more.
      int wanted = Math.max(length, Math.min(bytes.length * 4, target + (target >>> 3)));
      bytes = Arrays.copyOf(bytes, wanted);
    }
  }
}
