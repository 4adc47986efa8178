package io.csdr.engine.capture;

import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.select.KindFilter;
import io.csdr.model.ProgressSink;
import io.csdr.model.Selection;
import io.csdr.model.request.Filters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Saves the objects of a selection, and gives every kind, object and claim in scope a verdict.
///
/// Lists are read in parallel and page by page; what does not fit into a fixed buffer is sorted through
/// sealed temporary files, so memory does not grow with the cluster.
public final class ObjectCapture {
  private static final long BUFFER = 16 << 20;

  private final Cluster cluster;
  private final Path temporary;
  private final ProgressSink progress;

  /// Captures from `cluster`, with `temporary` for what does not fit into memory.
  public ObjectCapture(Cluster cluster, Path temporary, ProgressSink progress) {
    this.cluster = cluster;
    this.temporary = temporary;
    this.progress = progress;
  }

  /// Captures the selection into `sink`, whose calls all come at the end and in order; verdicts on kinds
  /// and objects go to `coverage`, those on the volumes of the returned claims are the caller's to add.
  ///
  /// @throws io.csdr.engine.select.UsageException when a filter names an unknown kind
  /// @throws io.csdr.engine.cluster.ApiException when discovery itself fails
  public CapturedObjects capture(
      Selection selection, Filters filters, Coverage coverage, ObjectSink sink) {
    Discovery discovery = cluster.discover();
    KindFilter kinds = new KindFilter(filters, discovery);
    try (SortedSpool spool = new SortedSpool(temporary, BUFFER)) {
      Intake intake = new Intake(discovery, coverage, spool, progress);
      Gathering gathering = new Gathering(cluster, discovery, kinds, coverage, intake);
      boolean any = true;
      switch (selection) {
        case Selection.Namespaces namespaces ->
            new NamespaceCapture(gathering, filters.labelSelector()).run(namespaces.names());
        case Selection.App app -> any = new AppCapture(gathering).app(app, filters.labelSelector());
        case Selection.Objects objects ->
            any = new AppCapture(gathering).objects(objects.objects());
        case Selection.Volumes volumes -> any = new AppCapture(gathering).volumes(volumes.claims());
      }
      spool.drain((path, json) -> sink.add(path, json.getBytes(StandardCharsets.UTF_8)));
      return new CapturedObjects(any ? intake.stored() : 0, intake.claims());
    }
  }
}
