package io.csdr.vault.posix;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.blob.WriteStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Blobs in one file, named by their SHA-256, for measuring what the layers above cost in time and memory.
final class DiskBlobs implements BlobWriter, BlobReader, AutoCloseable {
  private final FileChannel file;
  private final AtomicLong end = new AtomicLong();
  private final AtomicLong offered = new AtomicLong();
  private final Map<BlobId, Place> places = new ConcurrentHashMap<>();
  private final boolean keep;

  private record Place(long offset, int length) {}

  /// Without `keep`, content is hashed and thrown away.
  DiskBlobs(Path path, boolean keep) throws IOException {
    this.file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.keep = keep;
  }

  @Override
  public BlobId put(BlobType type, byte[] bytes, int offset, int length) {
    BlobId id = digest(bytes, offset, length);
    offered.addAndGet(length);
    if ((keep || type == BlobType.TREE) && !places.containsKey(id)) {
      Place place = new Place(end.getAndAdd(length), length);
      try {
        ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
        for (long at = place.offset; from.hasRemaining(); ) {
          at += file.write(from, at);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      places.putIfAbsent(id, place);
    }
    return id;
  }

  private static BlobId digest(byte[] bytes, int offset, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, offset, length);
      ByteBuffer digest = ByteBuffer.wrap(sha.digest());
      return new BlobId(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void flush() {}

  @Override
  public byte[] chunkerKey() {
    return new byte[32];
  }

  @Override
  public WriteStats stats() {
    return new WriteStats(offered.get(), end.get(), end.get(), places.size());
  }

  @Override
  public byte[] get(BlobId id) {
    Place place = places.get(id);
    if (place == null) {
      throw new VaultException.Incomplete("no blob " + id);
    }
    ByteBuffer to = ByteBuffer.allocate(place.length);
    try {
      while (to.hasRemaining()) {
        if (file.read(to, place.offset + to.position()) < 0) {
          throw new IllegalStateException("blob " + id + " is cut off");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to.array();
  }

  @Override
  public boolean has(BlobId id) {
    return !keep || places.containsKey(id);
  }

  @Override
  public void fetch(Collection<BlobId> wanted, BlobReceiver receiver) {
    wanted.parallelStream().forEach(id -> receiver.received(id, get(id)));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
