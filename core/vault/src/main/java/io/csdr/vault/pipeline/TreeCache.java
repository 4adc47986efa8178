package io.csdr.vault.pipeline;

import io.csdr.vault.blob.BlobId;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// The tree blobs that were read last, at most 16 MiB or a sixteenth of the heap.
final class TreeCache {
  private static final long MOST = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16);

  private final LinkedHashMap<BlobId, byte[]> blobs = new LinkedHashMap<>(64, 0.75f, true);
  private long held;

  /// A copy that the caller may keep.
  synchronized byte @Nullable [] get(BlobId id) {
    byte[] plain = blobs.get(id);
    return plain == null ? null : plain.clone();
  }

  synchronized void put(BlobId id, byte[] plain) {
    if (plain.length > MOST / 4 || blobs.putIfAbsent(id, plain.clone()) != null) {
      return;
    }
    held += plain.length;
    while (held > MOST) {
      byte[] eldest = blobs.pollFirstEntry().getValue();
      held -= eldest.length;
    }
  }
}
