package io.csdr.engine.apply;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobReceiver;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps the last few blobs: neighbouring objects lie in the same bundle, and would fetch it each.
final class RecentBlobs implements BlobReader {
  private static final int MOST = 8;

  private final BlobReader reader;
  private final Map<BlobId, byte[]> recent = new LinkedHashMap<>();

  RecentBlobs(BlobReader reader) {
    this.reader = reader;
  }

  @Override
  public byte[] get(BlobId id) {
    synchronized (recent) {
      byte[] known = recent.remove(id);
      if (known != null) {
        recent.put(id, known);
        return known;
      }
    }
    byte[] fetched = reader.get(id);
    synchronized (recent) {
      recent.put(id, fetched);
      while (recent.size() > MOST) {
        recent.remove(recent.keySet().iterator().next());
      }
    }
    return fetched;
  }

  @Override
  public boolean has(BlobId id) {
    return reader.has(id);
  }

  @Override
  public void fetch(Collection<BlobId> wanted, BlobReceiver receiver) {
    reader.fetch(wanted, receiver);
  }
}
