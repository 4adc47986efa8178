package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.flow.BackupPreview.Count;
import io.csdr.engine.volume.leftover.Leftovers;
import io.csdr.model.ObjectRef;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.Filters;
import io.csdr.model.request.ImageSource;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
class PreviewFlowIT {
  @TempDir Path folder;

  private final List<Runnable> after = new ArrayList<>();

  @AfterEach
  void clean() {
    after.forEach(Runnable::run);
  }

  @Test
  void whatWouldBeSavedIsCountedAndNothingIsMade(TestCluster test) {
    String namespace = namespace(test);
    map(test, namespace, "one", Map.of());
    map(test, namespace, "two", Map.of());
    map(test, namespace, "out", Map.of("csdr.alibabacloud.com/exclude", "true"));
    claim(test, namespace);

    BackupPreview preview;
    try (Cluster cluster = Cluster.connect(test.config())) {
      preview =
          new PreviewFlow(cluster, folder, ProgressSink.NONE).run(request(namespace), "default");
      assertThat(new Leftovers(cluster.client()).all())
          .noneMatch(left -> namespace.equals(left.object().namespace()));
    }

    assertThat(preview.kinds())
        .contains(
            new Count("configmaps", 2),
            new Count("persistentvolumeclaims", 1),
            new Count("namespaces", 1));
    assertThat(preview.exclusions()).isNotEmpty();
    assertThat(preview.kindsLeftOut()).isNotEmpty();
    assertThat(preview.resource().status().phase()).isEqualTo("New");
    assertThat(preview.resource().status().volumes())
        .singleElement()
        .satisfies(volume -> {
          assertThat(volume.pvc()).isEqualTo("waiting");
          assertThat(volume.verdict()).isEqualTo("failed");
        });
    assertThat(preview.failureCount()).isEqualTo(1);
    assertThat(preview.failures().getFirst().type()).isEqualTo("ClaimPending");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withoutVolumesTheyAreLeftOutByThatRule(TestCluster test) {
    String namespace = namespace(test);
    claim(test, namespace);
    BackupRequest all = request(namespace);
    BackupRequest none =
        new BackupRequest(
            all.name(),
            all.selection(),
            all.filters(),
            VolumeMode.NONE,
            null,
            1,
            all.ttl(),
            all.compression(),
            all.image());

    try (Cluster cluster = Cluster.connect(test.config())) {
      BackupPreview preview =
          new PreviewFlow(cluster, folder, ProgressSink.NONE).run(none, "default");
      assertThat(preview.resource().status().volumes())
          .extracting(VolumeStatus::verdict, VolumeStatus::reason)
          .containsExactly(org.assertj.core.api.Assertions.tuple("excluded", "--volumes none"));
      assertThat(preview.failureCount()).isZero();
    }
  }

  @Test
  void whatIsNotThereIsNoBackupOfItsNamespaceAlone(TestCluster test) {
    String namespace = namespace(test);
    List<Selection> absent =
        List.of(
            new Selection.App(namespace, "app=typo"),
            new Selection.Objects(List.of(new ObjectRef("", "configmaps", namespace, "typo"))),
            new Selection.Volumes(List.of(new PvcRef(namespace, "typo"))));

    try (Cluster cluster = Cluster.connect(test.config())) {
      PreviewFlow flow = new PreviewFlow(cluster, folder, ProgressSink.NONE);
      for (Selection selection : absent) {
        assertThatThrownBy(() -> flow.run(request(selection), "default"))
            .isInstanceOf(EngineException.class);
      }
    }
  }

  private String namespace(TestCluster test) {
    String name = test.namespace("preview");
    after.add(() -> test.client().namespaces().withName(name).delete());
    return name;
  }

  private static BackupRequest request(String namespace) {
    return request(new Selection.Namespaces(List.of(namespace)));
  }

  private static BackupRequest request(Selection selection) {
    return new BackupRequest(
        "preview",
        selection,
        Filters.NONE,
        VolumeMode.AUTO,
        null,
        1,
        Duration.ofHours(1),
        "balanced",
        new ImageSource("localhost/none:1", null));
  }

  private static void map(
      TestCluster test, String namespace, String name, Map<String, String> labels) {
    test.client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }

  /// A claim of a class that nobody serves stays Pending.
  private static void claim(TestCluster test, String namespace) {
    test.client()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("waiting")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName("no-such-class")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
  }
}
