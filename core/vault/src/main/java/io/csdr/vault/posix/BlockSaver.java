package io.csdr.vault.posix;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.tree.BlockMap;
import io.csdr.vault.tree.BlockMapWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Saves a block device, or a file that holds the image of one, in blocks of 1 MiB. Blocks of zeros are
/// holes; blocks that the vault has are not stored again.
public final class BlockSaver {
  private static final int BLOCKS_PER_TASK = 16;

  private final BlobWriter writer;
  private final VolumeSettings settings;
  private final ThreadLocal<byte[]> buffers =
      ThreadLocal.withInitial(() -> new byte[BlockMap.BLOCK]);

  public BlockSaver(BlobWriter writer, VolumeSettings settings) {
    this.writer = writer;
    this.settings = settings;
  }

  /// The ids of a few blocks, null for holes.
  private static final class Part {
    private final @Nullable BlobId[] ids;

    Part(int count) {
      ids = new @Nullable BlobId[count];
    }
  }

  /// Saves the whole device. Blocks that cannot be read are told as problems and saved as holes. Nothing is durable
  /// before [BlobWriter#flush()].
  ///
  /// @throws IOException when the device cannot be opened
  /// @throws java.util.concurrent.CancellationException when the work was cancelled
  public SaveResult save(Path device) throws IOException {
    Notes problems = new Notes();
    try (BlockTarget source = BlockTarget.open(device, OpenFlags.READ)) {
      long size = source.size();
      ProgressMeter meter = new ProgressMeter(settings.progress(), settings.cancelled(), 0, size);
      BlockMapWriter map = new BlockMapWriter(writer, size);
      try (ExecutorService threads =
          Executors.newFixedThreadPool(
              settings.threads(), Thread.ofPlatform().daemon().name("csdr-block-", 1).factory())) {
        Deque<CompletableFuture<Part>> waiting = new ArrayDeque<>();
        try {
          long blocks = BlockMap.blocks(size);
          for (long first = 0; first < blocks; first += BLOCKS_PER_TASK) {
            long from = first;
            int count = (int) Math.min(BLOCKS_PER_TASK, blocks - first);
            waiting.addLast(
                CompletableFuture.supplyAsync(
                    () -> read(source, from, count, problems, meter), threads));
            if (waiting.size() > settings.threads() * 2) {
              add(waiting.removeFirst(), map);
            }
          }
          while (!waiting.isEmpty()) {
            add(waiting.removeFirst(), map);
          }
        } finally {
          waiting.forEach(part -> part.cancel(false));
        }
      }
      meter.tell();
      return new SaveResult(map.finish(), 0, EntryNotes.NONE, EntryNotes.NONE, problems.told());
    }
  }

  private static void add(CompletableFuture<Part> future, BlockMapWriter map) {
    Part part;
    try {
      part = future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    for (BlobId id : part.ids) {
      if (id == null) {
        map.hole();
      } else {
        map.block(id);
      }
    }
  }

  private Part read(
      BlockTarget source, long first, int count, Notes problems, ProgressMeter meter) {
    Part part = new Part(count);
    byte[] buffer = buffers.get();
    for (int i = 0; i < count; i++) {
      long position = (first + i) * BlockMap.BLOCK;
      int length = (int) Math.min(BlockMap.BLOCK, source.size() - position);
      try {
        int got =
            holds(source, position, length)
                ? Content.read(source.fd(), position, buffer, 0, length)
                : 0;
        Arrays.fill(buffer, got, length, (byte) 0);
        if (!isZero(buffer, length)) {
          part.ids[i] = writer.put(BlobType.DATA, buffer, 0, length);
        }
      } catch (PosixException e) {
        problems.add("bytes " + position + " to " + (position + length), e.reason());
      }
      meter.count(0, length);
    }
    return part;
  }

  /// Whether there is anything but a hole; devices have none.
  private static boolean holds(BlockTarget source, long position, int length)
      throws PosixException {
    try {
      long data = Content.nextData(source.fd(), position);
      return data >= 0 && data < position + length;
    } catch (PosixException e) {
      if (e.errno() == Errno.EINVAL) {
        return true;
      }
      throw e;
    }
  }

  private static boolean isZero(byte[] bytes, int length) {
    return bytes[0] == 0 && Arrays.mismatch(bytes, 0, length - 1, bytes, 1, length) < 0;
  }
}
