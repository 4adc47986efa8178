package io.csdr.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.cluster.KubeObject;
import org.junit.jupiter.api.Test;

/// Claims, volumes and storage classes, which go together.
class VolumeRulesTest {
  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: data
        namespace: shop
        annotations:
          pv.kubernetes.io/bind-completed: "yes"
          pv.kubernetes.io/bound-by-controller: "yes"
          volume.kubernetes.io/storage-provisioner: csi.example.com
          volume.beta.kubernetes.io/storage-provisioner: csi.example.com
          volume.kubernetes.io/selected-node: node-1
          mine: stays
      spec:
        storageClassName: %s
        volumeName: %s
        selector: {matchLabels: {a: b}}
        dataSource: {kind: VolumeSnapshot, name: s}
        dataSourceRef: {kind: VolumeSnapshot, name: s}
      """;

  @Test
  void aClaimIsFreedFromItsVolume() {
    KubeObject claim = Rewritten.by(new ClaimRule(), CLAIM.formatted("slow", "pvc-1"));

    assertThat(claim.annotations()).containsOnlyKeys("mine");
    assertThat(claim.at("/spec").properties())
        .extracting(e -> e.getKey())
        .containsExactly("storageClassName");
  }

  @Test
  void aClaimOfAVolumeThatIsKeptStaysWithIt() {
    KubeObject claim = Rewritten.by(new ClaimRule(), CLAIM.formatted("slow", "kept"));

    assertThat(claim.text("/spec/volumeName")).isEqualTo("kept");
    assertThat(claim.at("/spec").has("selector")).isTrue();
  }

  @Test
  void aSelectorStaysWhereVolumesAreMadeByHand() {
    KubeObject claim = Rewritten.by(new ClaimRule(), CLAIM.formatted("\"\"", "pvc-1"));

    assertThat(claim.at("/spec").has("selector")).isTrue();
    assertThat(claim.at("/spec").has("volumeName")).isFalse();
  }

  @Test
  void aVolumeForgetsWhichClaimItWasButNotItsName() {
    KubeObject volume =
        Rewritten.by(
            new VolumeRule(),
            "{apiVersion: v1, kind: PersistentVolume, metadata: {name: kept, annotations: {pv.kubernetes.io/bound-by-controller: 'yes'}}, spec: {claimRef: {namespace: shop, name: data, uid: u, resourceVersion: '7'}}}");

    assertThat(volume.at("/spec/claimRef").properties())
        .extracting(e -> e.getKey())
        .containsExactlyInAnyOrder("namespace", "name");
    assertThat(volume.at("/metadata").has("annotations")).isFalse();
  }

  @Test
  void theClassIsMappedWhereverItIsNamed() {
    StorageClassMapping rule = new StorageClassMapping();
    KubeObject claim = Rewritten.by(rule, CLAIM.formatted("slow", "x"));
    KubeObject set =
        Rewritten.by(
            rule,
            "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: s}, spec: {volumeClaimTemplates: [{metadata: {name: d}, spec: {storageClassName: slow}}], template: {spec: {volumes: [{name: e, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: slow}}}}]}}}}");
    KubeObject other = Rewritten.by(rule, CLAIM.formatted("medium", "x"));

    assertThat(claim.text("/spec/storageClassName")).isEqualTo("fast");
    assertThat(set.text("/spec/volumeClaimTemplates/0/spec/storageClassName")).isEqualTo("fast");
    assertThat(
            set.text(
                "/spec/template/spec/volumes/0/ephemeral/volumeClaimTemplate/spec/storageClassName"))
        .isEqualTo("fast");
    assertThat(other.text("/spec/storageClassName")).isEqualTo("medium");
  }
}
