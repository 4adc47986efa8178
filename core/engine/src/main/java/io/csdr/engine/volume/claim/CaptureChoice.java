package io.csdr.engine.volume.claim;

import io.csdr.engine.volume.claim.CaptureMethod.Capturing;
import io.csdr.engine.volume.claim.CaptureMethod.IdleCopy;
import io.csdr.engine.volume.claim.CaptureMethod.LiveCopy;
import io.csdr.engine.volume.claim.CaptureMethod.Refused;
import io.csdr.engine.volume.claim.CaptureMethod.Skipped;
import io.csdr.engine.volume.claim.CaptureMethod.Snapshot;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.model.Consistency;
import io.csdr.model.Failure;
import io.csdr.model.VolumeMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides how a claim's data is captured, from facts alone. `required`, where given, refuses whatever
/// is weaker.
public record CaptureChoice(VolumeMode mode, @Nullable Consistency required) {
  private static final List<String> OPT_OUT =
      List.of("csdr.alibabacloud.com/exclude", "velero.io/exclude-from-backup");

  /// The method for the claim as it is now.
  public CaptureMethod choose(ClaimFacts facts) {
    for (String label : OPT_OUT) {
      if ("true".equals(facts.state().labels().get(label))) {
        return new Skipped("label " + label + "=true");
      }
    }
    if (mode == VolumeMode.NONE) {
      return new Skipped("--volumes none");
    }
    if (facts.state().terminating()) {
      return new Skipped("being deleted");
    }
    CaptureMethod method = byState(facts);
    return method instanceof Capturing capturing && tooWeak(capturing)
        ? weaker(facts, capturing)
        : method;
  }

  private CaptureMethod byState(ClaimFacts facts) {
    Map<String, String> labels = facts.state().labels();
    RunRole role = RunRole.of(labels.get(RunLabels.ROLE));
    if (role != null && role.unfinished(facts.state().phase())) {
      String run = labels.get(RunLabels.RUN);
      return refuse(
          facts,
          "RestoreUnfinished",
          "a restore has not brought its data back yet",
          run == null
              ? "restore it again, then repeat the backup"
              : "wait for that restore, or kubectl csdr resume|cancel " + run);
    }
    if (facts.state().phase().equals("Lost")) {
      return refuse(
          facts,
          "ClaimLost",
          "its PersistentVolume is gone, there is no data to read",
          "restore or delete the claim");
    }
    VolumeFacts volume = facts.volume();
    if (!facts.state().phase().equals("Bound") || volume == null) {
      String detail = facts.state().detail();
      return refuse(
          facts,
          "ClaimPending",
          "it is not bound to a volume" + (detail.isEmpty() ? "" : ": " + detail),
          "start a pod that uses it, delete it, or label it " + OPT_OUT.getFirst() + "=true");
    }
    return bySource(facts, volume);
  }

  private CaptureMethod bySource(ClaimFacts facts, VolumeFacts volume) {
    return switch (volume.source()) {
      case VolumeSource.Unsupported source ->
          refuse(
              facts,
              "UnsupportedVolume",
              "volumes of kind " + source.kind() + " are not supported",
              "move the data to a volume of a CSI driver");
      case VolumeSource.Csi source -> byOffer(facts);
      case VolumeSource.Local source -> withoutSnapshots(facts, "local volumes have no snapshots");
      case VolumeSource.InTree source ->
          withoutSnapshots(facts, source.kind() + " volumes have no snapshots");
      case VolumeSource.Unseen source ->
          withoutSnapshots(
              facts, "the PersistentVolume may not be read, so its driver is not known");
      case VolumeSource.HostPath source -> hostPath(facts, volume);
    };
  }

  private CaptureMethod byOffer(ClaimFacts facts) {
    if (mode == VolumeMode.COPY) {
      return copy(facts, "--volumes copy was asked for");
    }
    return switch (facts.snapshots()) {
      case SnapshotOffer.Offered offer -> new Snapshot(offer.snapshotClass(), offer.storageClass());
      case SnapshotOffer.Undecided undecided ->
          refuse(facts, "SnapshotClassUndecided", undecided.reason(), undecided.fix());
      case SnapshotOffer.NotOffered none ->
          mode == VolumeMode.SNAPSHOT
              ? refuse(facts, "NoSnapshotClass", none.reason(), none.fix())
              : copy(facts, none.reason());
    };
  }

  private CaptureMethod withoutSnapshots(ClaimFacts facts, String why) {
    return mode == VolumeMode.SNAPSHOT
        ? refuse(facts, "NoSnapshotClass", why, "use --volumes auto or --volumes copy")
        : copy(facts, why);
  }

  /// A directory of a node holds other data on every node, so the node must be certain.
  private CaptureMethod hostPath(ClaimFacts facts, VolumeFacts volume) {
    TreeSet<String> nodes = new TreeSet<>();
    facts.users().stream().map(ClaimUser::node).filter(Objects::nonNull).forEach(nodes::add);
    if (nodes.size() > 1 || (nodes.isEmpty() && !volume.pinned())) {
      return refuse(
          facts,
          "HostPathVolume",
          nodes.isEmpty()
              ? "it is a hostPath volume that no pod uses, so the node with its data is not known"
              : "it is a hostPath volume in use on several nodes, each with data of its own: "
                  + String.join(", ", nodes),
          "run one pod that uses it, or move the data to a volume of a CSI driver");
    }
    return withoutSnapshots(facts, "hostPath volumes have no snapshots");
  }

  private static CaptureMethod copy(ClaimFacts facts, String whyNoSnapshot) {
    if (facts.users().isEmpty() || unscheduledOnly(facts.users())) {
      return new IdleCopy();
    }
    if (facts.state().oncePod()) {
      return refuse(
          facts,
          "ReadWriteOncePod",
          "pod "
              + facts.users().getFirst().pod()
              + " uses it, no second pod may mount it, and no snapshot can be made ("
              + whyNoSnapshot
              + ")",
          "stop the pod for the time of the backup, or provide a VolumeSnapshotClass for the driver");
    }
    return new LiveCopy(node(facts.users()));
  }

  private static boolean unscheduledOnly(List<ClaimUser> users) {
    return users.stream().allMatch(user -> user.node() == null);
  }

  /// Pods that stay count before pods that go.
  private static String node(List<ClaimUser> users) {
    TreeSet<String> staying = new TreeSet<>();
    TreeSet<String> going = new TreeSet<>();
    for (ClaimUser user : users) {
      if (user.node() != null) {
        (user.terminating() ? going : staying).add(user.node());
      }
    }
    return staying.isEmpty() ? going.first() : staying.first();
  }

  private boolean tooWeak(Capturing method) {
    return required != null && !method.consistency().satisfies(required);
  }

  private CaptureMethod weaker(ClaimFacts facts, Capturing method) {
    String how =
        switch (method) {
          case Snapshot snapshot -> "a snapshot without freezing the application";
          case LiveCopy copy -> "a copy of a volume in use";
          case IdleCopy copy -> "a copy of an unused volume without freezing the application";
        };
    return refuse(
        facts,
        "ConsistencyTooWeak",
        how + " is only " + method.consistency() + "-consistent, " + required + " was required",
        required == Consistency.APPLICATION
            ? "use --require-consistency crash: nothing freezes applications yet"
            : "lower --require-consistency, or stop the application for the time of the backup");
  }

  private static Refused refuse(ClaimFacts facts, String type, String message, String fix) {
    return new Refused(new Failure(facts.object(), type, message, fix));
  }
}
