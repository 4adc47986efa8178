package io.csdr.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.VolumeOutcome.Method;
import io.csdr.model.Consistency;
import io.csdr.model.Verdict;
import io.csdr.model.VolumeMode;
import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class SnapshotCaptureKT {
  private final TestCluster cluster;

  SnapshotCaptureKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @ValueSource(strings = {"csdr-immediate", "csdr-wait", "csdr-ext4"})
  void aVolumeInUseIsSavedAsItWasWhenTheSnapshotWasCut(String storageClass) throws Exception {
    try (Stage stage = new Stage(cluster)) {
      stage.claim("data", storageClass, "64Mi", false);
      stage.pod("app", "data", false);
      stage.awaitReady("app");
      stage.sh("app", "echo before > /data/file; sync");

      VolumeOutcome outcome;
      try (VolumeRun run = stage.open()) {
        VolumeCapture capture = new VolumeCapture(run, Stage.settings(VolumeMode.AUTO));
        try (CaptureWindow window = capture.take(java.util.List.of(stage.facts("data")))) {
          stage.sh("app", "echo after > /data/file; echo new > /data/second; sync");
          outcome = capture.move(window, io.csdr.model.ProgressSink.NONE).getFirst();
        }
      }

      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
      assertThat(outcome.method()).isEqualTo(Method.SNAPSHOT);
      assertThat(outcome.consistency()).isEqualTo(Consistency.CRASH);
      assertThat(saved(stage, outcome)).contains("before").doesNotContain("after", "second");
      assertThat(stage.channel().pods().getFirst().namespace())
          .isEqualTo(stage.scope().workspace());
      assertThat(stage.remains()).isEmpty();
      assertThat(stage.contentsOf(stage.namespace(), stage.scope().workspace())).isZero();
      assertThat(stage.volumesOf(stage.scope().workspace())).isEmpty();
    }
  }

  @Test
  void aBlockVolumeIsSavedToTheLastByte() throws Exception {
    try (Stage stage = new Stage(cluster)) {
      stage.claim("disk", "csdr-immediate", "8Mi", true);
      stage.pod("app", "disk", true);
      stage.awaitReady("app");
      String sum =
          stage.sh(
              "app",
              "head -c 8388608 /dev/urandom > /tmp/r; dd if=/tmp/r of=/dev/data conv=fsync status=none; sha256sum < /dev/data");

      VolumeOutcome outcome = stage.capture(VolumeMode.SNAPSHOT, "disk");

      assertThat(outcome.verdict()).isEqualTo(new Verdict.Saved());
      assertThat(sum).startsWith(root(outcome));
      assertThat(stage.remains()).isEmpty();
    }
  }

  private static String saved(Stage stage, VolumeOutcome outcome) {
    return new String(stage.channel().bytes(root(outcome)), StandardCharsets.ISO_8859_1);
  }

  private static String root(VolumeOutcome outcome) {
    return Objects.requireNonNull(Objects.requireNonNull(outcome.report()).root());
  }
}
