package io.csdr.engine.volume;

import io.csdr.engine.EngineException;
import io.csdr.engine.volume.FillRequest.Content;
import io.csdr.engine.volume.claim.ClaimUser;
import io.csdr.engine.volume.gate.GateKeeper;
import io.csdr.engine.volume.gate.GatedClaim;
import io.csdr.engine.volume.gate.HandOver;
import io.csdr.engine.volume.job.JobOutcome;
import io.csdr.engine.volume.job.JobWatch;
import io.csdr.engine.volume.job.MoverJobSpec;
import io.csdr.engine.volume.job.MoverJobSpec.Duty;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.job.EntryLines;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.model.request.ExistingPolicy;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings one claim back: guards it first, so that nobody starts on an empty volume, then fills it and
/// hands it over.
final class Fill {
  /// Stands for the report of an attempt that died before this one.
  private static final MoverReport EARLIER =
      new MoverReport(null, 0, 0, 0, 0, EntryLines.NONE, EntryLines.NONE, EntryLines.NONE, null);

  private final VolumeRun run;
  private final FillSettings settings;
  private final FillRequest request;
  private final GateKeeper gates;

  Fill(VolumeRun run, FillSettings settings, FillRequest request) {
    this.run = run;
    this.settings = settings;
    this.request = request;
    this.gates = new GateKeeper(run.client(), run.scope());
  }

  /// What the guarding of a claim came to.
  sealed interface Guard {
    /// Nothing is left to do.
    record Over(FillOutcome outcome) implements Guard {}

    /// The claim can be filled; `replaced` is the claim that makes room for it at the end.
    record Ready(GatedClaim gate, Content.Tree tree, @Nullable PersistentVolumeClaim replaced)
        implements Guard {}
  }

  PvcRef claim() {
    return request.ref();
  }

  /// Creates the target, or sees why not.
  Guard guard() throws InterruptedException {
    return switch (request.content()) {
      case Content.Missing missing -> new Guard.Over(missing(missing));
      case Content.Tree tree -> guard(tree);
    };
  }

  private FillOutcome missing(Content.Missing content) {
    boolean kept =
        settings.existing() != ExistingPolicy.REPLACE && gates.existing(request.target()) != null;
    return kept
        ? new FillOutcome.Kept(claim())
        : failed(
            "NoData",
            "the backup has no data of it: " + content.reason(),
            "restore it from another backup, or create it yourself");
  }

  private Guard guard(Content.Tree tree) throws InterruptedException {
    PersistentVolumeClaim found = gates.found(request.target());
    if (found != null && new HandOver(run.client(), run.scope()).resume(found)) {
      return new Guard.Over(filled(tree, null));
    }
    if (found != null && gates.partlyFilled(found)) {
      List<ClaimUser> users = gates.users(request.target());
      if (!users.isEmpty()) {
        return new Guard.Over(inUse(users, "an earlier restore did not fill it to the end"));
      }
    }
    PersistentVolumeClaim existing = gates.existing(request.target());
    if (existing != null) {
      if (settings.existing() != ExistingPolicy.REPLACE) {
        return new Guard.Over(new FillOutcome.Kept(claim()));
      }
      List<ClaimUser> users = gates.usersThatStay(request.target());
      if (!users.isEmpty()) {
        return new Guard.Over(inUse(users, "it is to be replaced"));
      }
    }
    if (run.rights().volumes()) {
      return new Guard.Ready(gates.open(request.target(), existing != null), tree, existing);
    }
    if (existing != null) {
      return new Guard.Over(
          failed(
              "Forbidden",
              "replacing it needs the right to create and change PersistentVolumes",
              "ask for that right, or delete the claim yourself"));
    }
    List<ClaimUser> users = gates.users(request.target());
    return users.isEmpty()
        ? new Guard.Ready(gates.openInPlace(request.target()), tree, null)
        : new Guard.Over(
            inUse(users, "without rights on PersistentVolumes it must be filled before"));
  }

  /// Fills what was guarded and hands it over.
  FillOutcome fill(Guard.Ready ready, JobWatch watch) throws InterruptedException {
    boolean complete = false;
    try {
      FillOutcome outcome = move(ready, watch);
      complete = !(outcome instanceof FillOutcome.Failed failed) || failed.report() != null;
      return outcome;
    } finally {
      if (!complete) {
        gates.abandon(ready.gate());
      }
    }
  }

  private FillOutcome move(Guard.Ready ready, JobWatch watch) throws InterruptedException {
    GatedClaim gate = ready.gate();
    MoverJobSpec spec =
        new MoverJobSpec(
            gate.mountNamespace(),
            run.scope().name("fill-mover", claim().toString()),
            gate.mount(),
            gate.block(),
            Duty.FILL,
            request.placement(),
            run.image(),
            run.channel().arguments(),
            run.timeouts().job(),
            gate.object());
    MoverTask task =
        new MoverTask.FillVolume(
            spec.path(), gate.block(), ready.tree().root(), settings.allowDamage());
    return switch (run.jobs().run(spec, task, watch)) {
      case JobOutcome.Failed failed -> new FillOutcome.Failed(claim(), failed.failure(), null);
      case JobOutcome.Left left -> failed("MoverLeft", left.reason(), "repeat the command");
      case JobOutcome.Reported reported -> {
        tell(reported.report().problems(), watch);
        yield finish(ready, reported.report());
      }
    };
  }

  /// There is no other list of them.
  private void tell(EntryLines problems, JobWatch watch) {
    problems.lines().forEach(line -> watch.notice(claim() + ": " + line));
    if (problems.unlisted() > 0) {
      watch.notice(claim() + ": and " + problems.unlisted() + " more");
    }
  }

  private FillOutcome finish(Guard.Ready ready, MoverReport report) throws InterruptedException {
    if (report.error() != null) {
      return report.problems().none()
          ? failed("MoverFailed", report.error(), "repeat the command")
          : failed(
              "DataLost",
              report.error(),
              "restore it from another backup, or the rest of it with --allow-damage");
    }
    HandOver handOver = new HandOver(run.client(), run.scope());
    if (ready.gate().gated()) {
      handOver.run(ready.gate(), ready.replaced(), request.traits());
    } else {
      handOver.settleInPlace(ready.gate());
    }
    if (report.problems().none()) {
      return filled(ready.tree(), report);
    }
    Failure failure =
        new Failure(
            ready.gate().object(),
            "PartlyRestored",
            report.problems().summary("entries could not be restored"),
            "restore them from another backup");
    return new FillOutcome.Failed(claim(), failure, report);
  }

  /// All that the backup has is there, which need not be all that there was.
  private FillOutcome filled(Content.Tree tree, @Nullable MoverReport report) {
    if (tree.lacking() == null) {
      return new FillOutcome.Filled(claim(), report);
    }
    Failure failure =
        new Failure(
            "persistentvolumeclaims " + claim(),
            "PartlySaved",
            "the backup has only a part of its data: " + tree.lacking(),
            "restore the rest from another backup");
    return new FillOutcome.Failed(claim(), failure, report == null ? EARLIER : report);
  }

  /// A failure of this claim.
  FillOutcome.Failed failed(EngineException e) {
    return new FillOutcome.Failed(claim(), e.failure(), null);
  }

  private FillOutcome inUse(List<ClaimUser> users, String why) {
    return failed(
        "ClaimInUse",
        "pod " + users.getFirst().pod() + " mounts it, but " + why,
        "scale the workload to 0, then repeat the command");
  }

  private FillOutcome.Failed failed(String type, String message, String fix) {
    return new FillOutcome.Failed(
        claim(), new Failure("persistentvolumeclaims " + claim(), type, message, fix), null);
  }
}
