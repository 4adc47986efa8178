package io.csdr.vault.posix;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.chunk.Chunker;
import io.csdr.vault.tree.Extent;
import io.csdr.vault.tree.ExtentWriter;
import io.csdr.vault.tree.FileContent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Cuts one file into chunks and stores them, holes left out. While one thread reads and cuts, others hash,
/// compress and seal, so that a single large file keeps all processors busy.
final class LargeFileReader implements AutoCloseable {
  private final BlobWriter writer;
  private final ProgressMeter meter;
  private final Chunker chunker;
  private final ExecutorService putters;
  private final Semaphore idle;
  private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<byte[]> windows;

  LargeFileReader(BlobWriter writer, ProgressMeter meter, int threads) {
    this.writer = writer;
    this.meter = meter;
    this.chunker = new Chunker(writer.chunkerKey());
    this.putters =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("csdr-put-", 1).factory());
    this.idle = new Semaphore(threads);
    this.windows = ThreadLocal.withInitial(() -> new byte[2 * chunker.sizes().max()]);
  }

  /// Whether something before the end of the file is a hole.
  static boolean hasHoles(Fd fd, long size) throws PosixException {
    try {
      return Content.nextData(fd, 0) != 0 || Content.nextHole(fd, 0) < size;
    } catch (PosixException e) {
      if (e.errno() == Errno.EINVAL) {
        return false;
      }
      throw e;
    }
  }

  /// Stores the first `size` bytes of the file.
  FileReader.Read read(Fd fd, long size) throws PosixException {
    Pieces pieces = new Pieces();
    long position = 0;
    while (position < size) {
      long data = nextData(fd, position);
      if (data < 0 || data >= size) {
        break;
      }
      long end = Math.min(nextHole(fd, data), size);
      long reached = chunks(fd, data, end, pieces);
      if (reached < end) {
        return new FileReader.Read(reached, pieces.finish());
      }
      position = end;
    }
    return new FileReader.Read(size, pieces.finish());
  }

  /// Stores the data from `from` to `to`; returns where it really ended.
  private long chunks(Fd fd, long from, long to, Pieces pieces) throws PosixException {
    byte[] window = windows.get();
    int most = chunker.sizes().max();
    long end = to;
    long loaded = from;
    long position = from;
    int start = 0;
    int filled = 0;
    while (position < end) {
      if (filled - start < most && loaded < end) {
        System.arraycopy(window, start, window, 0, filled - start);
        filled -= start;
        start = 0;
        int wanted = (int) Math.min(window.length - filled, end - loaded);
        int got = Content.read(fd, loaded, window, filled, wanted);
        filled += got;
        loaded += got;
        if (got < wanted) {
          end = loaded;
          continue;
        }
      }
      int length = chunker.cut(window, start, filled - start);
      pieces.add(position, window, start, length);
      start += length;
      position += length;
    }
    return position;
  }

  private static long nextData(Fd fd, long position) throws PosixException {
    try {
      return Content.nextData(fd, position);
    } catch (PosixException e) {
      if (e.errno() == Errno.EINVAL) {
        return position;
      }
      throw e;
    }
  }

  private static long nextHole(Fd fd, long position) throws PosixException {
    try {
      return Content.nextHole(fd, position);
    } catch (PosixException e) {
      if (e.errno() == Errno.EINVAL) {
        return Long.MAX_VALUE;
      }
      throw e;
    }
  }

  /// The chunks of one file in order, some of them still being stored.
  private final class Pieces {
    private static final int MAX_WAITING = 64;

    private final ExtentWriter extents = new ExtentWriter(writer);
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private long end;

    private record Piece(long gap, int length, CompletableFuture<BlobId> id) {}

    void add(long position, byte[] bytes, int offset, int length) {
      waiting.addLast(new Piece(position - end, length, put(bytes, offset, length)));
      end = position + length;
      meter.count(0, length);
      while (!waiting.isEmpty()
          && (waiting.getFirst().id.isDone() || waiting.size() > MAX_WAITING)) {
        settleFirst();
      }
    }

    FileContent finish() {
      while (!waiting.isEmpty()) {
        settleFirst();
      }
      return extents.finish();
    }

    private void settleFirst() {
      Piece first = waiting.removeFirst();
      try {
        extents.add(new Extent(first.gap, first.length, first.id.join()));
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  /// Stores a chunk by an idle thread if there is one, else by this one.
  private CompletableFuture<BlobId> put(byte[] bytes, int offset, int length) {
    if (!idle.tryAcquire()) {
      return CompletableFuture.completedFuture(writer.put(BlobType.DATA, bytes, offset, length));
    }
    byte[] pooled = buffers.poll();
    byte[] copy = pooled == null ? new byte[chunker.sizes().max()] : pooled;
    System.arraycopy(bytes, offset, copy, 0, length);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return writer.put(BlobType.DATA, copy, 0, length);
          } finally {
            buffers.add(copy);
            idle.release();
          }
        },
        putters);
  }

  @Override
  public void close() {
    putters.shutdown();
  }
}
