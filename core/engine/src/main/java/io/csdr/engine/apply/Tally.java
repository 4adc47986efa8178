package io.csdr.engine.apply;

import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Counts what an application of a plan has done. Safe for many threads.
final class Tally {
  private static final int PROGRESS_EVERY = 50;
  private static final Set<String> WORKLOADS =
      Set.of("deployments.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch", "pods");

  private final ProgressSink progress;
  private final long total;
  private final List<Failure> failures = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<ObjectRef> workloads = new ArrayList<>();
  private long created;
  private long updated;
  private long unchanged;
  private long skipped;
  private long withheld;

  Tally(ProgressSink progress, long total) {
    this.progress = progress;
    this.total = total;
  }

  synchronized void created(ObjectRef ref) {
    created++;
    workload(ref);
    tell();
  }

  synchronized void updated(ObjectRef ref) {
    updated++;
    workload(ref);
    tell();
  }

  synchronized void unchanged(ObjectRef ref) {
    unchanged++;
    workload(ref);
    tell();
  }

  synchronized void left(ObjectRef ref, List<String> differences) {
    unchanged++;
    warn(
        ref
            + " is there and differs, it was left as it is (--existing none): "
            + String.join("; ", differences));
    tell();
  }

  synchronized void skipped() {
    skipped++;
    tell();
  }

  /// A claim that was not made for want of data, as the gate tells.
  synchronized void withheld() {
    withheld++;
    tell();
  }

  synchronized void failed(Failure failure) {
    failures.add(failure);
    tell();
  }

  synchronized void warn(String warning) {
    warnings.add(warning);
    progress.on(new ProgressEvent.Warning(warning));
  }

  synchronized ApplyResult result() {
    return new ApplyResult(created, updated, unchanged, skipped, failures, warnings, workloads);
  }

  private void workload(ObjectRef ref) {
    if (WORKLOADS.contains(ref.qualifiedResource())) {
      workloads.add(ref);
    }
  }

  private void tell() {
    long done = created + updated + unchanged + skipped + withheld + failures.size();
    if (done % PROGRESS_EVERY == 0 || done == total) {
      progress.on(new ProgressEvent.Objects(done, total));
    }
  }
}
