package io.csdr.engine.volume.claim;

import static io.csdr.engine.volume.claim.Facts.csi;
import static io.csdr.engine.volume.claim.Facts.leaving;
import static io.csdr.engine.volume.claim.Facts.running;
import static io.csdr.engine.volume.claim.Facts.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.claim.CaptureMethod.IdleCopy;
import io.csdr.engine.volume.claim.CaptureMethod.LiveCopy;
import io.csdr.engine.volume.claim.CaptureMethod.Refused;
import io.csdr.engine.volume.claim.CaptureMethod.Skipped;
import io.csdr.engine.volume.claim.CaptureMethod.Snapshot;
import io.csdr.model.Consistency;
import io.csdr.model.VolumeMode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureChoiceTest {
  private static final CaptureMethod SNAPSHOT = new Snapshot("snap", "fast");

  static Stream<Arguments> methods() {
    Facts local = Facts.of(new VolumeSource.Local());
    Facts nfs = Facts.of(new VolumeSource.InTree("nfs"));
    Facts hostPath = Facts.of(new VolumeSource.HostPath());
    Facts unseen = Facts.of(new VolumeSource.Unseen());
    return Stream.of(
        row("CSI, unused", VolumeMode.AUTO, csi(), SNAPSHOT),
        row("CSI, in use", VolumeMode.AUTO, csi().users(running("a", "n1")), SNAPSHOT),
        row("CSI, snapshot wanted", VolumeMode.SNAPSHOT, csi(), SNAPSHOT),
        row(
            "CSI once-pod in use",
            VolumeMode.AUTO,
            csi().modes("ReadWriteOncePod").users(running("a", "n1")),
            SNAPSHOT),
        row(
            "CSI, copy wanted",
            VolumeMode.COPY,
            csi().users(running("a", "n1")),
            new LiveCopy("n1")),
        row("CSI, copy wanted, unused", VolumeMode.COPY, csi(), new IdleCopy()),
        row(
            "no class",
            VolumeMode.AUTO,
            csi().noSnapshots().users(running("a", "n1")),
            new LiveCopy("n1")),
        row("no class, unused", VolumeMode.AUTO, csi().noSnapshots(), new IdleCopy()),
        row(
            "pod not scheduled yet",
            VolumeMode.AUTO,
            csi().noSnapshots().users(waiting("a")),
            new IdleCopy()),
        row(
            "who stays counts before who goes",
            VolumeMode.AUTO,
            csi().noSnapshots().users(leaving("a", "n1"), running("b", "n2"), waiting("c")),
            new LiveCopy("n2")),
        row(
            "only one who goes",
            VolumeMode.AUTO,
            csi().noSnapshots().users(leaving("a", "n1")),
            new LiveCopy("n1")),
        row(
            "once-pod, unused",
            VolumeMode.AUTO,
            csi().noSnapshots().modes("ReadWriteOncePod"),
            new IdleCopy()),
        row("local", VolumeMode.AUTO, local.users(running("a", "n1")), new LiveCopy("n1")),
        row("local, unused", VolumeMode.AUTO, local, new IdleCopy()),
        row("nfs", VolumeMode.AUTO, nfs.users(running("a", "n1")), new LiveCopy("n1")),
        row("unseen", VolumeMode.AUTO, unseen, new IdleCopy()),
        row(
            "hostPath in use",
            VolumeMode.AUTO,
            hostPath.users(running("a", "n1")),
            new LiveCopy("n1")),
        row("hostPath of a known node", VolumeMode.AUTO, hostPath.pinned(), new IdleCopy()),
        row("nothing wanted", VolumeMode.NONE, csi(), new Skipped("--volumes none")),
        row(
            "opted out",
            VolumeMode.AUTO,
            csi().state(labelled("csdr.alibabacloud.com/exclude", "true")),
            new Skipped("label csdr.alibabacloud.com/exclude=true")),
        row(
            "opted out for Velero",
            VolumeMode.AUTO,
            csi().state(labelled("velero.io/exclude-from-backup", "true")),
            new Skipped("label velero.io/exclude-from-backup=true")),
        row(
            "not opted out",
            VolumeMode.AUTO,
            csi().state(labelled("velero.io/exclude-from-backup", "false")),
            SNAPSHOT),
        row(
            "being deleted",
            VolumeMode.AUTO,
            csi().state(terminating()),
            new Skipped("being deleted")));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("methods")
  void theMethodFollowsFromTheFacts(
      String what, VolumeMode mode, Facts facts, CaptureMethod expected) {
    assertThat(new CaptureChoice(mode, null).choose(facts.value())).isEqualTo(expected);
  }

  private static ClaimState marked(String phase, String role) {
    Map<String, String> labels = Map.of("csdr.alibabacloud.com/role", role);
    return new ClaimState("u", phase, false, false, 1, Set.of(), null, labels, Map.of(), "");
  }

  static Stream<Arguments> refusals() {
    Facts nfs = Facts.of(new VolumeSource.InTree("nfs"));
    Facts flex = Facts.of(new VolumeSource.Unsupported("flexVolume"));
    Facts hostPath = Facts.of(new VolumeSource.HostPath());
    SnapshotOffer undecided = new SnapshotOffer.Undecided("two classes", "choose");
    ClaimState pending = Facts.state("Pending", Set.of("ReadWriteOnce"));
    ClaimState lost = Facts.state("Lost", Set.of("ReadWriteOnce"));
    return Stream.of(
        row("pending", VolumeMode.AUTO, csi().state(pending).unbound(), "ClaimPending"),
        row("pending, volume named", VolumeMode.AUTO, csi().state(pending), "ClaimPending"),
        row("lost", VolumeMode.AUTO, csi().state(lost).unbound(), "ClaimLost"),
        row("gate", VolumeMode.AUTO, csi().state(marked("Pending", "gate")), "RestoreUnfinished"),
        row(
            "filling",
            VolumeMode.AUTO,
            csi().state(marked("Bound", "filling")),
            "RestoreUnfinished"),
        row("flexVolume", VolumeMode.AUTO, flex, "UnsupportedVolume"),
        row("flexVolume copied", VolumeMode.COPY, flex, "UnsupportedVolume"),
        row("no class", VolumeMode.SNAPSHOT, csi().noSnapshots(), "NoSnapshotClass"),
        row("nfs by snapshot", VolumeMode.SNAPSHOT, nfs, "NoSnapshotClass"),
        row("two classes", VolumeMode.AUTO, csi().offer(undecided), "SnapshotClassUndecided"),
        row(
            "once-pod in use, no class",
            VolumeMode.AUTO,
            csi().noSnapshots().modes("ReadWriteOncePod").users(running("a", "n1")),
            "ReadWriteOncePod"),
        row(
            "once-pod in use, copy wanted",
            VolumeMode.COPY,
            csi().modes("ReadWriteOncePod").users(running("a", "n1")),
            "ReadWriteOncePod"),
        row("hostPath, unused", VolumeMode.AUTO, hostPath, "HostPathVolume"),
        row(
            "hostPath on two nodes",
            VolumeMode.AUTO,
            hostPath.users(running("a", "n1"), running("b", "n2")),
            "HostPathVolume"));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("refusals")
  void aRefusalNamesClassReasonAndFix(String what, VolumeMode mode, Facts facts, String type) {
    CaptureMethod method = new CaptureChoice(mode, null).choose(facts.value());

    assertThat(method)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.failure().type()).isEqualTo(type);
              assertThat(refused.failure().object()).isEqualTo("persistentvolumeclaims shop/data");
              assertThat(refused.failure().message()).isNotBlank();
              assertThat(refused.failure().fix()).isNotBlank();
            });
  }

  @Test
  void whatTheClusterSaysOfAPendingClaimIsPassedOn() {
    ClaimState pending =
        new ClaimState(
            "u", "Pending", false, false, 1, Set.of(), null, Map.of(), Map.of(), "no such class");

    CaptureMethod method =
        new CaptureChoice(VolumeMode.AUTO, null).choose(csi().state(pending).unbound().value());

    assertThat(((Refused) method).failure().message()).endsWith(": no such class");
  }

  @ParameterizedTest
  @MethodSource("strengths")
  void whatIsWeakerThanRequiredIsRefused(Facts facts, Consistency required, boolean accepted) {
    CaptureMethod method = new CaptureChoice(VolumeMode.AUTO, required).choose(facts.value());

    if (accepted) {
      assertThat(method).isInstanceOf(CaptureMethod.Capturing.class);
    } else {
      assertThat(((Refused) method).failure().type()).isEqualTo("ConsistencyTooWeak");
    }
  }

  static Stream<Arguments> strengths() {
    Facts live = csi().noSnapshots().users(running("a", "n1"));
    Facts idle = csi().noSnapshots();
    return Stream.of(
        Arguments.of(csi(), Consistency.LIVE, true),
        Arguments.of(csi(), Consistency.CRASH, true),
        Arguments.of(csi(), Consistency.APPLICATION, false),
        Arguments.of(live, Consistency.LIVE, true),
        Arguments.of(live, Consistency.CRASH, false),
        Arguments.of(idle, Consistency.CRASH, true),
        Arguments.of(idle, Consistency.APPLICATION, false));
  }

  private static Arguments row(String what, VolumeMode mode, Facts facts, Object expected) {
    return Arguments.of(what, mode, facts, expected);
  }

  private static ClaimState labelled(String label, String value) {
    return new ClaimState(
        "u", "Bound", false, false, 1, Set.of(), null, Map.of(label, value), Map.of(), "");
  }

  private static ClaimState terminating() {
    return new ClaimState("u", "Bound", true, false, 1, Set.of(), null, Map.of(), Map.of(), "");
  }
}
