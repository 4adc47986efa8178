package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import io.csdr.engine.apply.ObjectArchive;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.volume.gate.VolumeTraits;
import io.csdr.engine.volume.job.Placement;
import io.csdr.model.PvcRef;
import io.csdr.model.request.Rewrites;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ClaimNeighboursTest {
  private static final PvcRef DATA = new PvcRef("shop", "data");

  @Test
  void aVolumeIsMadeWhereThePodsThatUseItMayRun() {
    Placement placement =
        read("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            spec:
              nodeSelector: {disk: fast}
              tolerations: [{key: only, operator: Equal, value: shop, effect: NoSchedule}]
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a]}]}]
                podAntiAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: host}]
              volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
        """)
            .placement(DATA);

    assertThat(placement.nodeSelector()).isEqualTo(Map.of("disk", "fast"));
    assertThat(placement.tolerations())
        .singleElement()
        .satisfies(toleration -> assertThat(toleration.getKey()).isEqualTo("only"));
    assertThat(String.valueOf(placement.affinity())).contains("zone");
    assertThat(placement.node()).isNull();
  }

  @Test
  void aClaimMadeFromATemplateBelongsToItsStatefulSet() {
    PvcRef second = new PvcRef("shop", "data-db-1");
    ClaimNeighbours neighbours =
        ClaimNeighbours.of(
            archive(
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: shop}
                spec:
                  volumeClaimTemplates: [{metadata: {name: data}}]
                  template: {spec: {nodeSelector: {disk: fast}}}
                """),
            Set.of(second, new PvcRef("shop", "data-db-x"), new PvcRef("other", "data-db-1")),
            Rewrites.NONE);

    assertThat(neighbours.placement(second).nodeSelector()).containsEntry("disk", "fast");
    assertThat(neighbours.placement(new PvcRef("shop", "data-db-x"))).isEqualTo(Placement.ANYWHERE);
    assertThat(neighbours.placement(new PvcRef("other", "data-db-1")))
        .isEqualTo(Placement.ANYWHERE);
  }

  @Test
  void whatRunsAllTheTimeDecidesAndNotTheJobThatVisits() {
    ClaimNeighbours neighbours =
        read(
            consumer(
                "batch/v1", "CronJob", "a-backup", "jobTemplate: {spec: {template: ", "}}", "slow"),
            consumer("apps/v1", "Deployment", "web", "template: ", "", "fast"),
            consumer("apps/v1", "Deployment", "z-web", "template: ", "", "other"));

    assertThat(neighbours.placement(DATA).nodeSelector()).containsEntry("disk", "fast");
  }

  @Test
  void aSpecThatMakesNoSensePlacesNothing() {
    ClaimNeighbours neighbours =
        read(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: odd, namespace: shop}
            spec:
              tolerations: {not: a list}
              volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
            """);

    assertThat(neighbours.placement(DATA)).isEqualTo(Placement.ANYWHERE);
  }

  @Test
  void labelsAndPolicyOfTheOldVolumeComeAlongAndItsPlaceDoesNot() {
    ClaimNeighbours neighbours = read(volume("Delete"));

    assertThat(neighbours.traits(DATA, "fast"))
        .isEqualTo(new VolumeTraits(Map.of("cost-centre", "7"), "Delete"));
    assertThat(neighbours.traits(new PvcRef("shop", "other"), "fast")).isEqualTo(VolumeTraits.NONE);
  }

  @Test
  void anotherClassDecidesItselfButWhatWasKeptIsKept() {
    assertThat(read(volume("Delete")).traits(DATA, "slow").reclaimPolicy()).isNull();
    assertThat(read(volume("Retain")).traits(DATA, "slow").reclaimPolicy()).isEqualTo("Retain");
    assertThat(read(volume("Retain")).traits(DATA, null).reclaimPolicy()).isEqualTo("Retain");
  }

  @Test
  void aVolumeIsMadeInTheZoneThatStandsForItsOldOne() {
    Rewrites asked = zones(false);
    Placement placement =
        ClaimNeighbours.of(
                archive(volume("Delete"), zoned("nodeSelector: {topology.kubernetes.io/zone: a}")),
                Set.of(DATA),
                asked)
            .placement(DATA);

    assertThat(placement.nodeSelector()).isEqualTo(Map.of("topology.kubernetes.io/zone", "b"));
    assertThat(preferred(placement)).containsExactly("topology.kubernetes.io/zone In [b]");
  }

  @Test
  void aVolumeThatTellsItsZoneByItsDriversLabelIsMadeThereToo() {
    ClaimNeighbours neighbours =
        ClaimNeighbours.of(
            archive(
                """
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: pv}
                spec:
                  claimRef: {namespace: shop, name: data}
                  nodeAffinity:
                    required:
                      nodeSelectorTerms:
                      - matchExpressions:
                        - {key: topology.driver.example/zone, operator: In, values: [c, a]}
                        - {key: kubernetes.io/os, operator: In, values: [linux]}
                """),
            Set.of(DATA),
            zones(false));

    assertThat(preferred(neighbours.placement(DATA)))
        .containsExactly("topology.kubernetes.io/zone In [b, c]");
  }

  @Test
  void withoutAffinityAVolumeIsMadeAnywhere() {
    ClaimNeighbours neighbours =
        ClaimNeighbours.of(
            archive(volume("Delete"), zoned("nodeSelector: {disk: fast}")),
            Set.of(DATA),
            zones(true));

    assertThat(neighbours.placement(DATA)).isEqualTo(Placement.ANYWHERE);
  }

  private static Rewrites zones(boolean strip) {
    return new Rewrites(Map.of(), Map.of(), Map.of("a", "b"), Map.of(), false, strip, null);
  }

  private static String zoned(String place) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec: {%s, volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}
    """
        .formatted(place);
  }

  private static List<String> preferred(Placement placement) {
    return placement.affinity() == null
        ? List.of()
        : placement.affinity().getPreferredDuringSchedulingIgnoredDuringExecution().stream()
            .flatMap(term -> term.getPreference().getMatchExpressions().stream())
            .map(ClaimNeighboursTest::text)
            .toList();
  }

  private static String text(NodeSelectorRequirement requirement) {
    return requirement.getKey() + " " + requirement.getOperator() + " " + requirement.getValues();
  }

  private static String consumer(
      String version, String kind, String name, String before, String after, String disk) {
    return """
    apiVersion: %s
    kind: %s
    metadata: {name: %s, namespace: shop}
    spec: {%s{spec: {nodeSelector: {disk: %s}, volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}}%s}
    """
        .formatted(version, kind, name, before, disk, after);
  }

  private static String volume(String policy) {
    return """
    apiVersion: v1
    kind: PersistentVolume
    metadata:
      name: pv
      labels:
        cost-centre: "7"
        topology.kubernetes.io/zone: a
        failure-domain.beta.kubernetes.io/zone: a
        csdr.alibabacloud.com/run: "1"
    spec:
      storageClassName: fast
      persistentVolumeReclaimPolicy: %s
      claimRef: {namespace: shop, name: data}
    """
        .formatted(policy);
  }

  private static ClaimNeighbours read(String... objects) {
    return ClaimNeighbours.of(archive(objects), Set.of(DATA), Rewrites.NONE);
  }

  private static ObjectArchive archive(String... yaml) {
    List<KubeObject> objects = List.of(yaml).stream().map(Fixtures::object).toList();
    return new ObjectArchive() {
      @Override
      public void walk(BiConsumer<String, KubeObject> to) {
        objects.forEach(object -> to.accept(object.name(), object.copy()));
      }

      @Override
      public void walkCluster(BiConsumer<String, KubeObject> to) {
        throw new IllegalStateException("claims' neighbours are in namespaces too");
      }

      @Override
      public KubeObject read(String path) {
        throw new IllegalStateException("nothing is read twice");
      }
    };
  }
}
