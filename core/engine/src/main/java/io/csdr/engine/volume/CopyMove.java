package io.csdr.engine.volume;

import io.csdr.engine.volume.VolumeOutcome.Method;
import io.csdr.engine.volume.claim.CaptureChoice;
import io.csdr.engine.volume.claim.CaptureMethod;
import io.csdr.engine.volume.claim.CaptureMethod.Capturing;
import io.csdr.engine.volume.claim.ClaimFacts;
import io.csdr.engine.volume.claim.ClaimReader;
import io.csdr.engine.volume.claim.VolumeFacts;
import io.csdr.engine.volume.copy.DepartureRule;
import io.csdr.engine.volume.copy.UserWatch;
import io.csdr.engine.volume.job.JobOutcome;
import io.csdr.engine.volume.job.JobWatch;
import io.csdr.engine.volume.job.MoverJobSpec;
import io.csdr.engine.volume.job.Placement;
import io.csdr.engine.volume.run.Await;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.twin.TwinVolume;
import io.csdr.model.Consistency;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.VolumeMode;
import io.csdr.model.job.MoverProgress;
import io.csdr.model.job.MoverTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Copies one volume in place, where its pods are, and gives way to them: when they move or end, the
/// mover leaves and starts again at the place that they have then.
final class CopyMove {
  private static final int ATTEMPTS = 5;
  private static final Duration SETTLE_TIMEOUT = Duration.ofMinutes(5);
  private static final String LIVE_WARNING = "copied while in use: not a point in time";

  private final VolumeRun run;
  private final CaptureSettings settings;
  private final CaptureChoice choice;

  CopyMove(VolumeRun run, CaptureSettings settings) {
    this.run = run;
    this.settings = settings;
    this.choice = new CaptureChoice(VolumeMode.COPY, settings.choice().required());
  }

  VolumeOutcome move(PvcRef claim, JobWatch watch) throws InterruptedException {
    ClaimReader reader = new ClaimReader(run.client(), Map.of());
    String why = "";
    try (UserWatch users = new UserWatch(run.client(), claim)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        Await.until(SETTLE_TIMEOUT, () -> DepartureRule.settled(users.users()));
        Optional<ClaimFacts> facts = reader.read(claim);
        if (facts.isEmpty()) {
          return failed(claim, "ClaimGone", "it was deleted during the backup", "");
        }
        CaptureMethod method = choice.choose(facts.get());
        switch (method) {
          case CaptureMethod.Skipped skipped -> {
            return VolumeOutcome.excluded(claim, skipped.rule());
          }
          case CaptureMethod.Refused refused -> {
            return VolumeOutcome.failed(claim, Method.COPY, refused.failure());
          }
          case Capturing capturing -> {
            Departing guard = new Departing(watch, capturing, facts.get(), users);
            JobOutcome outcome = copy(facts.get(), capturing, guard);
            if (!(outcome instanceof JobOutcome.Left left)) {
              return outcome(claim, capturing, outcome);
            }
            why = left.reason();
            watch.notice("the mover of " + claim + " leaves and starts again: " + why);
          }
        }
      }
    }
    return failed(
        claim,
        "VolumeBusy",
        "its pods came and went " + ATTEMPTS + " times while it was copied, the last time: " + why,
        "stop the application for the time of the backup, or use snapshots");
  }

  private JobOutcome copy(ClaimFacts facts, Capturing method, JobWatch watch)
      throws InterruptedException {
    PvcRef claim = facts.claim();
    VolumeFacts volume = facts.volume();
    if (volume == null || !run.rights().volumes()) {
      return job(facts, claim.namespace(), claim.name(), method, watch);
    }
    TwinVolume twins = new TwinVolume(run.client(), run.scope());
    try {
      String twin = twins.make(claim, volume.name());
      return job(facts, run.scope().workspace(), twin, method, watch);
    } finally {
      Cleanup.calmly(() -> twins.remove(claim));
    }
  }

  private JobOutcome job(
      ClaimFacts facts, String namespace, String mounted, Capturing method, JobWatch watch)
      throws InterruptedException {
    PvcRef claim = facts.claim();
    boolean block = facts.state().block();
    Places places = new Places(run);
    Placement placement =
        method instanceof CaptureMethod.LiveCopy live ? places.on(live.node()) : places.near(claim);
    MoverJobSpec spec =
        new MoverJobSpec(
            namespace,
            run.scope().name("copy-mover", claim.toString()),
            mounted,
            block,
            places.reading(namespace),
            placement,
            run.image(),
            run.channel().arguments(),
            run.timeouts().job(),
            facts.object());
    MoverTask task =
        new MoverTask.SaveVolume(
            spec.path(), block, settings.parents().get(claim), settings.compression(), null);
    return run.jobs().run(spec, task, watch);
  }

  private static VolumeOutcome outcome(PvcRef claim, Capturing method, JobOutcome outcome) {
    return switch (outcome) {
      case JobOutcome.Reported reported ->
          VolumeOutcome.reported(
              claim,
              Method.COPY,
              method.consistency(),
              reported.report(),
              method.consistency() == Consistency.LIVE ? List.of(LIVE_WARNING) : List.of());
      case JobOutcome.Failed failed -> VolumeOutcome.failed(claim, Method.COPY, failed.failure());
      case JobOutcome.Left left -> failed(claim, "VolumeBusy", left.reason(), "");
    };
  }

  private static VolumeOutcome failed(PvcRef claim, String type, String message, String fix) {
    return VolumeOutcome.failed(
        claim, Method.COPY, new Failure("persistentvolumeclaims " + claim, type, message, fix));
  }

  /// Watches the users of the volume on behalf of the mover.
  private record Departing(JobWatch watch, Capturing method, ClaimFacts facts, UserWatch users)
      implements JobWatch {
    @Override
    public void progress(MoverProgress progress) {
      watch.progress(progress);
    }

    @Override
    public void notice(String text) {
      watch.notice(text);
    }

    @Override
    public @Nullable String departure() {
      return DepartureRule.departure(method, facts.state().shared(), users.users());
    }
  }
}
