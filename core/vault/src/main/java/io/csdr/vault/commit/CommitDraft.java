package io.csdr.vault.commit;

import java.time.Instant;
import java.util.List;

/// A backup that is about to become one. `name` and `clusterUid` identify it; `header` is for listings, opaque
/// here and at most 64 KiB.
@SuppressWarnings("ArrayRecordComponent")
public record CommitDraft(
    String name,
    String clusterUid,
    List<String> namespaces,
    Instant started,
    Instant ended,
    List<Root> roots,
    byte[] header,
    Body body) {
  public CommitDraft {
    namespaces = List.copyOf(namespaces);
    roots = List.copyOf(roots);
  }
}
