package io.csdr.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.Capability;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.Needs;
import io.csdr.test.cluster.SecondCluster;
import io.csdr.test.cluster.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `migrate` between two clusters as users run it: objects, volumes, the switch, and what becomes of it when it
/// ends in the middle.
@ExtendWith(ClusterExtension.class)
@Needs({Capability.NODE, Capability.STORAGE, Capability.SNAPSHOTS, Capability.SECOND_CLUSTER})
class MigrateKT {
  private static final Path PROGRAM = Path.of("target/kubectl-csdr/bin/kubectl-csdr");
  private static final Path IMAGE = Path.of("../core/mover/target/csdr-image.tar");
  private static final int LOOKS = 120;
  private static final Pattern NAME = Pattern.compile("(?m)migration (migrate-\\S+)");
  private static final String BEFORE =
      "{.metadata.annotations.csdr\\.alibabacloud\\.com/before-switch}";
  private static final String KINDS =
      "configmaps,secrets,services,deployments,cronjobs,persistentvolumeclaims";

  @TempDir Path home;

  private final Land source;
  private final Land target;
  private final String shop;

  /// What runs of others have left in the clusters.
  private final Map<Land, Set<String>> strange = new HashMap<>();

  MigrateKT(TestCluster first, SecondCluster second) {
    this.source = new Land(first);
    this.target = new Land(second.cluster());
    this.shop = first.name("moving");
  }

  @BeforeAll
  static void load(SecondCluster second) throws InterruptedException {
    assertThat(PROGRAM).isExecutable();
    String load = System.getenv().getOrDefault("CSDR_TEST_LOAD", "");
    if (!load.isEmpty()) {
      Ran ran =
          Ran.start(
              Map.of(),
              "",
              List.of("sh", "-c", load + " \"$1\"", "load", IMAGE.toAbsolutePath().toString()));
      assertThat(ran.exit()).as(ran.toString()).isZero();
    }
    second.load(IMAGE.toAbsolutePath());
  }

  @BeforeEach
  void open() throws InterruptedException {
    for (Land land : List.of(source, target)) {
      strange.put(land, land.leftovers());
    }
    MovingShop.open(source, shop);
  }

  @AfterEach
  void close() throws InterruptedException {
    for (Land land : List.of(source, target)) {
      letGo(land);
      land.remove(shop);
    }
  }

  @Test
  void aCopyHasEverythingAndTheSourceGoesOn() throws Exception {
    String before = source.sh(shop, "deployment/diary", MovingShop.FINGERPRINT);
    String old = source.field(shop, "pvc/data", "{.spec.volumeName}");
    source.kubectl("label", "pv", old, "cost-centre=7");
    source.kubectl(
        "patch", "pv", old, "-p", "{\"spec\":{\"persistentVolumeReclaimPolicy\":\"Retain\"}}");

    Ran ran = migrate(Map.of(), "--storage-class-map", "csdr-immediate:csdr-wait");

    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.talk()).contains("source and target now both run");
    target.awaitReady(shop, "deployment/diary");
    assertThat(target.sh(shop, "deployment/diary", MovingShop.FINGERPRINT))
        .isEqualTo(before)
        .contains(
            "hardlink", "symlink", "user.colour", "user:7:r", "123:456", "4751", "odd M-^? name");
    assertThat(names(target)).isEqualTo(names(source)).contains("cronjob.batch/yearly");
    assertSame("configmap/prices", "{.data}");
    assertSame("secret/pin", "{.data}");
    assertSame("deployment/diary", "{.spec}");
    assertSame("cronjob/yearly", "{.spec}");
    assertThat(target.kubectl("get", "namespace", shop, "-o", "jsonpath={.metadata.labels.team}"))
        .isEqualTo("shop");
    assertNewVolume();
    assertRuns(source, before);
    assertClean();
  }

  @Test
  void aSwitchThatWasKilledIsResumedAndLosesNoWrite() throws Exception {
    Ran killed = migrate(dyingAt("migrate-last-round"), "--switch");
    assertThat(killed.exit()).as(killed.toString()).isEqualTo(137);
    assertStopped();

    Ran resumed = csdr(Map.of(), "resume", name(killed));

    assertThat(resumed.exit()).as(resumed.toString()).isZero();
    target.awaitReady(shop, "deployment/diary");
    List<String> diary = target.sh(shop, "deployment/diary", "cat /data/diary").lines().toList();
    int again = diary.lastIndexOf("started");
    assertThat(diary.getFirst()).isEqualTo("started");
    assertThat(diary.get(again - 1)).isEqualTo("stopped");
    assertThat(again).isGreaterThan(2);
    assertAsBefore(target);
    assertStopped();
    assertClean();
  }

  @Test
  void aSwitchThatWasKilledInItsRestoreGoesOnWithTheSameRound() throws Exception {
    Ran killed = migrate(dyingAt("restore-volumes-filled"), "--switch");
    assertThat(killed.exit()).as(killed.toString()).isEqualTo(137);
    assertStopped();

    Ran resumed = csdr(Map.of(), "resume", name(killed));

    assertThat(resumed.exit()).as(resumed.toString()).isZero();
    assertThat(resumed.talk()).doesNotContain("last round");
    target.awaitReady(shop, "deployment/diary");
    assertThat(target.sh(shop, "deployment/diary", "cat /data/diary")).contains("stopped");
    assertStopped();
    assertClean();
  }

  @Test
  void aSwitchThatIsCancelledOrDiesStartsTheSourceAgain() throws Exception {
    String before = source.sh(shop, "deployment/diary", MovingShop.FINGERPRINT);
    Ran killed = migrate(dyingAt("migrate-source-stopped"), "--switch");
    assertThat(killed.exit()).as(killed.toString()).isEqualTo(137);
    assertStopped();
    Ran cancel = csdr(Map.of(), "cancel", name(killed));
    assertThat(cancel.exit()).as(cancel.toString()).isZero();
    assertRuns(source, before);

    Ran going = migrate(Map.of(), "--switch");
    going.awaitWords("last round");
    Ran cancelled = csdr(Map.of(), "cancel", name(going));

    assertThat(cancelled.exit()).as(cancelled.toString()).isZero();
    assertThat(going.exit()).as(going.toString()).isEqualTo(130);
    assertRuns(source, before);
    assertThat(target.kubectl("get", "namespace", shop, "--ignore-not-found", "-o", "name"))
        .isEmpty();
    assertClean();
  }

  @Test
  void aTargetThatHasTheClaimAlreadyEndsTheSwitchAndTheSourceRuns() throws Exception {
    String before = source.sh(shop, "deployment/diary", MovingShop.FINGERPRINT);
    target.apply(MovingShop.claim(shop, "csdr-immediate"));

    Ran ran = migrate(Map.of(), "--switch");

    assertThat(ran.exit()).as(ran.toString()).isEqualTo(1);
    assertThat(ran.talk())
        .contains("persistentvolumeclaims " + shop + "/data")
        .contains("does not have the data of the last round")
        .contains("--existing replace")
        .doesNotContain("stopping the source")
        .doesNotContain("may run beside the source");
    assertThat(source.sh(shop, "deployment/diary", "cat /data/diary")).doesNotContain("stopped");
    assertRuns(source, before);
    assertClean();
  }

  private void assertSame(String object, String path) throws InterruptedException {
    assertThat(target.field(shop, object, path))
        .isEqualTo(source.field(shop, object, path))
        .isNotEmpty();
  }

  private void assertNewVolume() throws InterruptedException {
    String fresh = target.field(shop, "pvc/data", "{.spec.volumeName}");
    assertThat(target.field(shop, "pvc/data", "{.spec.storageClassName}")).isEqualTo("csdr-wait");
    assertThat(
            target.kubectl(
                "get",
                "pv",
                fresh,
                "-o",
                "jsonpath={.spec.persistentVolumeReclaimPolicy} {.metadata.labels.cost-centre}"))
        .isEqualTo("Retain 7");
  }

  private void assertRuns(Land land, String fingerprint) throws InterruptedException {
    land.awaitReady(shop, "deployment/diary");
    assertThat(land.sh(shop, "deployment/diary", MovingShop.FINGERPRINT)).isEqualTo(fingerprint);
    assertAsBefore(land);
  }

  private void assertAsBefore(Land land) throws InterruptedException {
    assertThat(land.field(shop, "deployment/diary", "{.spec.replicas}")).isEqualTo("1");
    assertThat(land.field(shop, "cronjob/yearly", "{.spec.suspend}")).isEqualTo("false");
    assertThat(land.field(shop, "deployment/diary", BEFORE)).isEmpty();
    assertThat(land.field(shop, "cronjob/yearly", BEFORE)).isEmpty();
  }

  private void assertStopped() throws InterruptedException {
    assertThat(source.field(shop, "deployment/diary", "{.spec.replicas}")).isEqualTo("0");
    assertThat(source.field(shop, "cronjob/yearly", "{.spec.suspend}")).isEqualTo("true");
    assertThat(source.field(shop, "deployment/diary", BEFORE)).isEqualTo("1");
    assertThat(source.kubectl("-n", shop, "get", "pods", "-o", "name")).isEmpty();
  }

  private void assertClean() throws InterruptedException {
    for (Land land : List.of(source, target)) {
      Set<String> left = ours(land);
      // A namespace takes a moment to go after it was deleted.
      for (int look = 0; look < LOOKS && !left.isEmpty(); look++) {
        Thread.sleep(500);
        left = ours(land);
      }
      assertThat(left).isEmpty();
    }
  }

  private Set<String> ours(Land land) throws InterruptedException {
    Set<String> found = new TreeSet<>(land.leftovers());
    found.removeAll(strange.getOrDefault(land, Set.of()));
    return found;
  }

  private String names(Land land) throws InterruptedException {
    return land.kubectl("-n", shop, "get", KINDS, "-o", "name");
  }

  /// A volume that outlives its claim would outlive the test.
  private void letGo(Land land) throws InterruptedException {
    String volume =
        land.kubectl(
            "-n",
            shop,
            "get",
            "pvc",
            "data",
            "--ignore-not-found",
            "-o",
            "jsonpath={.spec.volumeName}");
    if (!volume.isEmpty()) {
      land.kubectl(
          "patch", "pv", volume, "-p", "{\"spec\":{\"persistentVolumeReclaimPolicy\":\"Delete\"}}");
    }
  }

  private static Map<String, String> dyingAt(String point) {
    return Map.of("CSDR_TESTING", "1", "CSDR_FAULT", point);
  }

  private static String name(Ran migration) {
    Matcher matcher = NAME.matcher(migration.talk());
    assertThat(matcher.find()).as(migration.toString()).isTrue();
    return matcher.group(1);
  }

  private Ran migrate(Map<String, String> variables, String... flags) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "migrate", "ns", shop, "--to-context", context(target), "--volumes", "snapshot"));
    words.addAll(List.of(flags));
    return csdr(variables, words.toArray(String[]::new));
  }

  /// Runs the plugin as a user with the contexts of both clusters, the source's being the current one.
  private Ran csdr(Map<String, String> variables, String... words) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put(
        "KUBECONFIG", source.cluster().kubeconfig() + ":" + target.cluster().kubeconfig());
    environment.put("HOME", home.toString());
    environment.put("XDG_DATA_HOME", home.resolve("data").toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    List<String> command = new ArrayList<>(List.of(PROGRAM.toAbsolutePath().toString()));
    command.addAll(List.of(words));
    return Ran.start(environment, "", command);
  }

  private static String context(Land land) {
    return String.valueOf(land.cluster().config().getCurrentContext().getName());
  }
}
