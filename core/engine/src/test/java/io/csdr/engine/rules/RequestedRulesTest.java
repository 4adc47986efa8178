package io.csdr.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.request.Rewrites;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the user asked to be different: zones, images, affinity, numbers of pods.
class RequestedRulesTest {
  private static final String PLACED =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        template:
          spec:
            nodeSelector: {topology.kubernetes.io/zone: z1, disk: z1}
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone}]
            tolerations: [{key: only}]
            affinity:
              podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: host}]}
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                    - matchExpressions:
                        - {key: failure-domain.beta.kubernetes.io/zone, operator: In, values: [z1, z3]}
                        - {key: disk, operator: In, values: [z1]}
                preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 1
                    preference:
                      matchExpressions: [{key: topology.kubernetes.io/zone, operator: NotIn, values: [z1]}]
      """;

  @Test
  void podsRunInTheZonesThatStandForTheirs() {
    KubeObject web = Rewritten.by(new PodPlacement(), PLACED);
    String affinity = "/spec/template/spec/affinity/nodeAffinity";

    assertThat(web.at("/spec/template/spec/nodeSelector").toString())
        .isEqualTo("{\"topology.kubernetes.io/zone\":\"z2\",\"disk\":\"z1\"}");
    String required =
        affinity + "/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0";
    assertThat(web.at(required + "/matchExpressions/0/values").toString())
        .isEqualTo("[\"z2\",\"z3\"]");
    assertThat(web.at(required + "/matchExpressions/1/values").toString()).isEqualTo("[\"z1\"]");
    assertThat(
            web.at(
                    affinity
                        + "/preferredDuringSchedulingIgnoredDuringExecution/0/preference/matchExpressions/0/values")
                .toString())
        .isEqualTo("[\"z2\"]");
  }

  @Test
  void newVolumesOfAClassAreMadeInTheZonesThatStandForTheirs() {
    KubeObject storage =
        Rewritten.by(
            new PodPlacement(),
            """
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: fast}
            allowedTopologies:
              - matchLabelExpressions: [{key: topology.driver.example/zone, values: [z1]}]
            """);

    assertThat(storage.at("/allowedTopologies/0/matchLabelExpressions/0/values").toString())
        .isEqualTo("[\"z2\"]");
  }

  @Test
  void withoutAffinityPodsKeepOnlyTheirTolerations() {
    Rewrites asked = new Rewrites(Map.of(), Map.of(), Map.of(), Map.of(), false, true, null);
    KubeObject web = Rewritten.by(new PodPlacement(), PLACED, new RewriteContext(asked, Set.of()));

    assertThat(web.at("/spec/template/spec").toString())
        .isEqualTo("{\"tolerations\":[{\"key\":\"only\"}]}");
  }

  @Test
  void imagesOfContainersAndVolumesComeFromElsewhere() {
    KubeObject job =
        Rewritten.by(
            new ImageMapping(),
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec:
              jobTemplate:
                spec:
                  template:
                    spec:
                      containers: [{name: a, image: "old.example/team/web:1"}, {name: b, image: nginx}]
                      initContainers: [{name: c, image: "old.example/team/init@sha256:00"}]
                      volumes: [{name: d, image: {reference: "old.example/team/data:2"}}]
            """);
    String spec = "/spec/jobTemplate/spec/template/spec";

    assertThat(job.text(spec + "/containers/0/image")).isEqualTo("new.example:5000/web:1");
    assertThat(job.text(spec + "/containers/1/image")).isEqualTo("nginx");
    assertThat(job.text(spec + "/initContainers/0/image"))
        .isEqualTo("new.example:5000/init@sha256:00");
    assertThat(job.text(spec + "/volumes/0/image/reference")).isEqualTo("new.example:5000/data:2");
  }

  @Test
  void workloadsStartWithAsManyPodsAsAskedEvenAfterASwitch() {
    Rewrites asked = new Rewrites(Map.of(), Map.of(), Map.of(), Map.of(), false, false, 0);
    KubeObject stopped =
        Fixtures.object(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, annotations: {csdr.alibabacloud.com/before-switch: "3"}}
            spec: {replicas: 0}
            """);

    assertThat(
            Rewriting.of(stopped, new RewriteContext(asked, Set.of())).at("/spec/replicas").asInt())
        .isZero();
    assertThat(Rewriting.of(stopped, RewriteContext.PLAIN).at("/spec/replicas").asInt())
        .isEqualTo(3);
  }
}
