package io.csdr.vault.commit;

import java.time.Instant;
import java.util.List;

/// A commit without its body. `started` and `ended` are the writer's times, `committed` is the store's.
@SuppressWarnings("ArrayRecordComponent")
public record CommitHeader(
    CommitRef ref,
    String name,
    String clusterUid,
    String runId,
    List<String> namespaces,
    Instant started,
    Instant ended,
    Instant committed,
    List<Root> roots,
    byte[] header) {
  public CommitHeader {
    namespaces = List.copyOf(namespaces);
    roots = List.copyOf(roots);
  }
}
