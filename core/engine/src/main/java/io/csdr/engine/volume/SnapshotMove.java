package io.csdr.engine.volume;

import io.csdr.engine.volume.VolumeOutcome.Method;
import io.csdr.engine.volume.job.JobOutcome;
import io.csdr.engine.volume.job.JobWatch;
import io.csdr.engine.volume.job.MoverJobSpec;
import io.csdr.engine.volume.snapshot.SnapshotRemoval;
import io.csdr.engine.volume.snapshot.Snapshots;
import io.csdr.engine.volume.snapshot.TakenSnapshot;
import io.csdr.model.Consistency;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.job.MoverTask;
import java.util.List;

/// Moves one snapshot into the vault: a claim is made from it, a mover saves that, everything is removed.
final class SnapshotMove {
  private final VolumeRun run;
  private final CaptureSettings settings;

  SnapshotMove(VolumeRun run, CaptureSettings settings) {
    this.run = run;
    this.settings = settings;
  }

  VolumeOutcome move(TakenSnapshot taken, JobWatch watch) throws InterruptedException {
    PvcRef claim = taken.claim();
    try {
      String staging =
          new Snapshots(run.client(), run.scope(), run.timeouts().snapshot()).stage(taken);
      Places places = new Places(run);
      MoverJobSpec spec =
          new MoverJobSpec(
              taken.staging(),
              run.scope().name("snapshot-mover", claim.toString()),
              staging,
              taken.block(),
              places.reading(taken.staging()),
              places.near(claim),
              run.image(),
              run.channel().arguments(),
              run.timeouts().job(),
              "persistentvolumeclaims " + claim);
      MoverTask task =
          new MoverTask.SaveVolume(
              spec.path(),
              taken.block(),
              settings.parents().get(claim),
              settings.compression(),
              taken.cut().toEpochMilli());
      return outcome(claim, run.jobs().run(spec, task, watch));
    } finally {
      new SnapshotRemoval(run.client(), run.scope()).remove(claim, taken.staging());
    }
  }

  private static VolumeOutcome outcome(PvcRef claim, JobOutcome outcome) {
    return switch (outcome) {
      case JobOutcome.Reported reported ->
          VolumeOutcome.reported(
              claim, Method.SNAPSHOT, Consistency.CRASH, reported.report(), List.of());
      case JobOutcome.Failed failed ->
          VolumeOutcome.failed(claim, Method.SNAPSHOT, failed.failure());
      case JobOutcome.Left left ->
          VolumeOutcome.failed(
              claim,
              Method.SNAPSHOT,
              new Failure("persistentvolumeclaims " + claim, "MoverLeft", left.reason(), ""));
    };
  }
}
