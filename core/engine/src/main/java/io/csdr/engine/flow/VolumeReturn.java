package io.csdr.engine.flow;

import io.csdr.engine.apply.ClaimGate;
import io.csdr.engine.apply.TreeArchive;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.volume.FillOutcome;
import io.csdr.engine.volume.FillRequest;
import io.csdr.engine.volume.FillSettings;
import io.csdr.engine.volume.VolumeFill;
import io.csdr.engine.volume.VolumeRun;
import io.csdr.engine.volume.run.Parallel;
import io.csdr.model.PvcRef;
import io.csdr.model.request.RestoreRequest;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/// The volumes of a restore: guards each claim that has, or should have, data in the backup while objects
/// are applied, then fills what was guarded.
final class VolumeReturn implements ClaimGate, AutoCloseable {
  private final Site site;
  private final StoredClaims claims;
  private final RestoreRequest request;
  private final ClaimNeighbours neighbours;
  private final VolumeRun run;
  private final VolumeFill filler;
  private final Semaphore turns;
  private final Map<PvcRef, Guard> guarded = new TreeMap<>();

  /// One guarded claim, filled already or not.
  private sealed interface Guard {
    record Open(VolumeFill.Guarded gate) implements Guard {}

    record Done(FillOutcome outcome) implements Guard {}
  }

  VolumeReturn(Site site, StoredClaims claims, RestoreRequest request, VolumeRun run) {
    this.site = site;
    this.claims = claims;
    this.neighbours =
        ClaimNeighbours.of(
            new TreeArchive(site.vault().reader(), claims.backup().objects()),
            claims.returning(),
            request.rewrites());
    this.request = request;
    this.run = run;
    this.turns = new Semaphore(request.parallel());
    this.filler = new VolumeFill(run, new FillSettings(request.existing(), request.allowDamage()));
  }

  @Override
  public boolean guards(PvcRef source) {
    return claims.guards(source);
  }

  @Override
  public boolean brings(PvcRef source) {
    return claims.brings(source);
  }

  @Override
  public Optional<String> lacks(PvcRef source) {
    return claims.lacks(source);
  }

  @Override
  public boolean create(PvcRef source, KubeObject desired) {
    try {
      VolumeFill.Guarded gate = filler.guard(fillRequest(source, desired));
      Guard guard = gate.mustFillFirst() ? fillNow(gate) : new Guard.Open(gate);
      synchronized (guarded) {
        guarded.put(source, guard);
      }
      return switch (guard) {
        case Guard.Open open -> open.gate().made();
        case Guard.Done done -> !(done.outcome() instanceof FillOutcome.Failed);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /// Claims are applied many at a time, and not all of them may be filled at once.
  private Guard fillNow(VolumeFill.Guarded gate) throws InterruptedException {
    try (gate) {
      turns.acquire();
      try {
        return new Guard.Done(filler.fill(gate, site.progress()));
      } finally {
        turns.release();
      }
    }
  }

  /// Fills everything that was guarded and tells what became of each claim.
  List<FillOutcome> fill() throws InterruptedException {
    List<FillOutcome> outcomes = new ArrayList<>();
    List<VolumeFill.Guarded> open = new ArrayList<>();
    for (Guard guard : guarded.values()) {
      switch (guard) {
        case Guard.Done done -> outcomes.add(done.outcome());
        case Guard.Open gate -> open.add(gate.gate());
      }
    }
    outcomes.addAll(
        Parallel.map(request.parallel(), open, gate -> filler.fill(gate, site.progress())));
    return outcomes;
  }

  /// Takes back what was guarded and not filled.
  @Override
  public void close() {
    for (Guard guard : guarded.values()) {
      if (guard instanceof Guard.Open open) {
        open.gate().close();
      }
    }
    run.close();
  }

  private FillRequest fillRequest(PvcRef source, KubeObject desired) {
    PersistentVolumeClaim target =
        site.cluster()
            .client()
            .getKubernetesSerialization()
            .convertValue(desired.json(), PersistentVolumeClaim.class);
    return new FillRequest(
        target,
        claims.content(source).orElseThrow(),
        neighbours.placement(source),
        neighbours.traits(source, target.getSpec().getStorageClassName()));
  }
}
