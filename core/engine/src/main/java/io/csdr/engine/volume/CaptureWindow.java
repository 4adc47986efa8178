package io.csdr.engine.volume;

import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.Parallel;
import io.csdr.engine.volume.snapshot.SnapshotRemoval;
import io.csdr.engine.volume.snapshot.TakenSnapshot;
import io.csdr.model.PvcRef;
import java.util.List;
import java.util.function.Function;

/// What was decided for each claim, with all snapshots cut: from here on the application may be thawed.
/// Closing it removes the snapshots that were not moved.
public final class CaptureWindow implements AutoCloseable {
  /// One claim's part.
  sealed interface Part {
    /// Nothing is left to do.
    record Over(VolumeOutcome outcome) implements Part {}

    /// A snapshot waits to be moved.
    record Cut(TakenSnapshot snapshot) implements Part {}

    /// The volume is to be copied in place.
    record Copy(PvcRef claim) implements Part {}
  }

  private static final int REMOVALS_AT_A_TIME = 16;

  private final VolumeRun run;
  private final List<Part> parts;

  CaptureWindow(VolumeRun run, List<Part> parts) {
    this.run = run;
    this.parts = List.copyOf(parts);
  }

  List<Part> parts() {
    return parts;
  }

  /// Removes the snapshots that are still there; harmless after a complete move.
  @Override
  public void close() {
    List<PvcRef> cut =
        parts.stream()
            .filter(Part.Cut.class::isInstance)
            .map(part -> ((Part.Cut) part).snapshot().claim())
            .toList();
    removeAll(run, cut, new Places(run)::forSnapshot);
  }

  /// Removes what there is of these claims' snapshots, with their staging namespaces.
  static void removeAll(VolumeRun run, List<PvcRef> claims, Function<PvcRef, String> staging) {
    SnapshotRemoval removal = new SnapshotRemoval(run.client(), run.scope());
    Cleanup.calmly(() ->
        Parallel.map(
            REMOVALS_AT_A_TIME,
            claims,
            claim -> {
              removal.remove(claim, staging.apply(claim));
              return claim;
            }));
  }
}
