package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.fault.FaultPoint;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The plugin is killed at every fault point there is. Afterwards the same command brings the work to its
/// end, or `csdr cancel` ends it; either way the vault is sound and nothing is left in the cluster.
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS})
class KilledPluginKT {
  private static final Path LIST = Path.of("../docs/fault-points.md");
  private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\|.*");

  /// Points that only a restore passes.
  private static final Pattern RESTORE =
      Pattern.compile("restore-.*|volume-(staging-made|secured|released|claimed|bound)");

  /// Points that only a migration passes, which takes two clusters, or only a restore over a claim that is
  /// there ([RestoredVolumesKT]).
  private static final Pattern ELSEWHERE = Pattern.compile("migrate-.*|volume-room-made");

  /// Points behind the commit.
  private static final List<String> COMMITTED = List.of("vault-commit-written", "backup-committed");

  @TempDir private static Path home;

  private final TestCluster cluster;
  private Scene scene;
  private SmallShop shop;
  private String checksums;
  private int names;
  private int changes;

  KilledPluginKT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void open() {
    scene = Scene.of(cluster, home);
    shop = SmallShop.create(cluster, 4);
    checksums = shop.checksums();
    scene.must("backup", "ns", shop.namespace(), "--name", "whole");
  }

  @AfterAll
  void leave() {
    scene.assertNothingLeft();
    shop.delete();
  }

  /// Each run clears away what the one before it left, and dies at the next point; so every point costs one
  /// run. What dies behind the commit has made its backup.
  @Test
  void aBackupThatIsKilledAtEveryPointIsWholeInTheEnd() throws IOException {
    List<String> points = new ArrayList<>(backupPoints());
    points.removeAll(COMMITTED);
    points.addAll(COMMITTED);
    String name = "killed";
    for (String point : points) {
      List<String> before = scene.vault().runs();
      Result killed = backup(scene.csdr().dyingAt(point), point, name);
      assertThat(killed.exit())
          .as(() -> "at " + point + ": " + killed)
          .isEqualTo(FaultPoint.EXIT_CODE);
      assertThat(scene.leftovers().leftOf(before)).as("before " + point).isEmpty();
      assertThat(scene.vault().lost()).as("after " + point).isEmpty();
      if (COMMITTED.contains(point)) {
        assertEndedByNextRun(point, name);
        name = "killed-again";
      }
    }
  }

  private void assertEndedByNextRun(String point, String name) {
    Result again = backup(scene.csdr(), point, name);
    assertThat(again.exit()).as(again::toString).isZero();
    assertWhole();
    assertThat(scene.vault().backups()).containsOnlyOnce(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume-snapshot-shared", "volume-mover-created", "backup-flushed"})
  void aKilledBackupIsEndedByCancel(String point) {
    String name = "canceled-" + point;
    Result killed = backup(scene.csdr().dyingAt(point), point, name);
    assertThat(killed.exit()).as(killed::toString).isEqualTo(FaultPoint.EXIT_CODE);

    scene.must("cancel", name);

    assertWhole();
  }

  @Test
  void cancelSaysThatABackupKilledBehindItsCommitWasCompleted() {
    Result killed = backup(scene.csdr().dyingAt("backup-committed"), "backup-committed", "late");
    assertThat(killed.exit()).as(killed::toString).isEqualTo(FaultPoint.EXIT_CODE);

    Result canceled = scene.must("cancel", "late");

    assertThat(canceled.out()).contains("was completed before the cancellation arrived");
    assertThat(scene.vault().backups()).contains("late");
    assertWhole();
  }

  @ParameterizedTest
  @MethodSource("restorePoints")
  void aKilledRestoreIsEndedByTheNextRun(String point) {
    String name = killedRestore(point);
    try {
      Result again = restore(scene.csdr(), name);

      assertThat(again.exit()).as(again::toString).isZero();
      assertWhole();
      assertThat(shop.in(target(name)).checksums()).isEqualTo(checksums);
      assertThat(scene.leftovers().marksIn(target(name))).isEmpty();
    } finally {
      scene.kubectl().run("delete", "namespace", target(name), "--wait=false");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume-staging-made", "volume-claimed"})
  void aKilledRestoreIsEndedByCancel(String point) {
    String name = killedRestore(point);

    scene.must("cancel", name);

    assertWhole();
    scene.kubectl().run("delete", "namespace", target(name), "--wait=false", "--ignore-not-found");
  }

  private String killedRestore(String point) {
    String name = "k" + ++names;
    Result killed = restore(scene.csdr().dyingAt(point), name);
    assertThat(killed.exit()).as(killed::toString).isEqualTo(FaultPoint.EXIT_CODE);
    return name;
  }

  /// A second volume object is only made for a copy in place. New files and
  /// objects make packs of their own.
  private Result backup(CsdrProgram csdr, String point, String name) {
    shop.write(1);
    shop.kubectl()
        .run(
            "-n",
            shop.namespace(),
            "patch",
            "configmap",
            "settings",
            "-p",
            "{\"data\": {\"count\": \"%d\"}}".formatted(++changes));
    String volumes = point.equals("volume-twin-made") ? "copy" : "auto";
    return csdr.run("backup", "ns", shop.namespace(), "--name", name, "--volumes", volumes);
  }

  private Result restore(CsdrProgram csdr, String name) {
    return csdr.run(
        "restore",
        "whole",
        "--name",
        name,
        "--namespace-map",
        shop.namespace() + ":" + target(name));
  }

  private String target(String name) {
    return shop.namespace() + "-" + name;
  }

  private void assertWhole() {
    scene.assertNothingLeft();
    assertThat(scene.leftovers().marksIn(shop.namespace())).isEmpty();
    assertThat(scene.vault().unended()).isEmpty();
    assertThat(scene.vault().lost()).isEmpty();
  }

  private static List<String> backupPoints() throws IOException {
    return points().stream()
        .filter(point -> !RESTORE.matcher(point).matches() && !ELSEWHERE.matcher(point).matches())
        .toList();
  }

  static Stream<String> restorePoints() throws IOException {
    return points().stream().filter(point -> RESTORE.matcher(point).matches());
  }

  private static List<String> points() throws IOException {
    return Files.readAllLines(LIST).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> row.group(1))
        .toList();
  }
}
