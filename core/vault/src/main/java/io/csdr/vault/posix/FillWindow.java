package io.csdr.vault.posix;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobReceiver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files whose content is fetched together: which blob goes where.
///
/// The walk fills it, then [#fetch] brings every blob once and hands each piece to the file that needs
/// it, by several threads.
final class FillWindow {
  private static final int MOST = 400_000;

  // In the order of the tree, which is about the order in which packs were written.
  private final Map<BlobId, Piece> wanted = new LinkedHashMap<>();
  private int pieces;

  /// `length` bytes from `from` in a blob that go to `to` in a file, and the next piece of the same blob.
  private static final class Piece {
    private final Planned file;
    private final long to;
    private final int from;
    private final int length;
    private final boolean whole;
    private final @Nullable Piece next;

    Piece(Planned file, long to, int from, int length, boolean whole, @Nullable Piece next) {
      this.file = file;
      this.to = to;
      this.from = from;
      this.length = length;
      this.whole = whole;
      this.next = next;
    }
  }

  /// Takes the pieces of files as they come, by several threads.
  interface Sink {
    /// One piece of a file.
    void piece(Planned file, long position, byte[] bytes, int offset, int length);

    /// All pieces of the file were delivered or are lost, as [Planned#damage] says.
    void complete(Planned file);
  }

  /// The file is `length` bytes at `from` in a bundle.
  void slice(Planned file, BlobId bundle, int from, int length) {
    add(file, bundle, 0, from, length, false);
  }

  /// The file's bytes from `to` on are a whole blob.
  void chunk(Planned file, BlobId blob, long to, int length) {
    add(file, blob, to, 0, length, true);
  }

  private void add(Planned file, BlobId blob, long to, int from, int length, boolean whole) {
    file.expect();
    pieces++;
    wanted.put(blob, new Piece(file, to, from, length, whole, wanted.get(blob)));
  }

  /// Whether it is time to fetch.
  boolean full() {
    return pieces >= MOST;
  }

  /// Brings everything.
  void fetch(BlobReader reader, Sink sink) {
    if (wanted.isEmpty()) {
      return;
    }
    reader.fetch(
        wanted.keySet(),
        new BlobReceiver() {
          @Override
          public void received(BlobId id, byte[] plain) {
            for (Piece piece = wanted.get(id); piece != null; piece = piece.next) {
              deliver(piece, id, plain, sink);
            }
          }

          @Override
          public void lost(BlobId id, VaultException why) {
            for (Piece piece = wanted.get(id); piece != null; piece = piece.next) {
              piece.file.setDamage(String.valueOf(why.getMessage()));
              settle(piece, sink);
            }
          }
        });
  }

  private static void deliver(Piece piece, BlobId id, byte[] plain, Sink sink) {
    boolean fits =
        piece.whole ? piece.length == plain.length : piece.from <= plain.length - piece.length;
    if (!fits) {
      piece.file.setDamage("blob " + id + " is not as long as the file needs it");
    } else if (piece.file.damage() == null && !piece.file.abandoned()) {
      sink.piece(piece.file, piece.to, plain, piece.from, piece.length);
    }
    settle(piece, sink);
  }

  private static void settle(Piece piece, Sink sink) {
    if (piece.file.settle()) {
      sink.complete(piece.file);
    }
  }
}
