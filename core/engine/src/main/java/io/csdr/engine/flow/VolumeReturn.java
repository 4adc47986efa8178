package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.apply.ClaimGate;
import io.csdr.engine.apply.TreeArchive;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.volume.FillCheck;
import io.csdr.engine.volume.FillOutcome;
import io.csdr.engine.volume.FillRequest;
import io.csdr.engine.volume.FillSettings;
import io.csdr.engine.volume.VolumeFill;
import io.csdr.engine.volume.VolumeRun;
import io.csdr.engine.volume.run.Parallel;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.request.RestoreRequest;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
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

    record Done(List<FillOutcome> outcomes) implements Guard {}
  }

  VolumeReturn(Site site, StoredBackup backup, RestoreRequest request, VolumeRun run) {
    this.site = site;
    this.claims = new StoredClaims(backup, request);
    this.neighbours =
        ClaimNeighbours.of(
            new TreeArchive(site.vault().reader(), backup.objects()),
            claims.returning(),
            request.rewrites());
    this.request = request;
    this.run = run;
    this.turns = new Semaphore(request.parallel());
    this.filler =
        new VolumeFill(
            run, new FillSettings(request.existing(), request.parallel(), request.allowDamage()));
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
  public void create(PvcRef source, KubeObject desired) {
    FillRequest fill = fillRequest(source, desired);
    KubernetesClient client = site.cluster().client();
    List<Failure> expected = new FillCheck(client).failures(List.of(fill));
    if (!expected.isEmpty()) {
      throw new EngineException(expected.getFirst());
    }
    try {
      VolumeFill.Guarded gate = filler.guard(List.of(fill));
      Guard guard = gate.mustFillFirst() ? fillNow(gate) : new Guard.Open(gate);
      synchronized (guarded) {
        guarded.put(source, guard);
      }
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
        case Guard.Done done -> outcomes.addAll(done.outcomes());
        case Guard.Open gate -> open.add(gate.gate());
      }
    }
    Parallel.map(request.parallel(), open, gate -> filler.fill(gate, site.progress()))
        .forEach(outcomes::addAll);
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
