package io.csdr.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.ExampleApp;
import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.model.ProgressEvent;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.RestoreScope;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class WaveApplierIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private Cluster cluster;
  private Discovery discovery;
  private String namespace;

  WaveApplierIT(TestCluster test) {
    cluster = Cluster.connect(test.config());
    discovery = cluster.discover();
    namespace = test.namespace("waves");
  }

  @BeforeEach
  void refuse() {
    cluster.create(hooks(), webhook(), WriteOptions.CSDR);
    awaitRefusal();
  }

  @AfterEach
  void stop() {
    cluster.delete(hooks(), null, namespace, null, WriteOptions.CSDR);
    cluster.delete(
        discovery.find("", "namespaces").orElseThrow(), null, namespace, null, WriteOptions.CSDR);
    cluster.close();
  }

  @Test
  void whatAWebhookRefusesThatIsNotUpYetIsTriedAgainWhenItIs() {
    ProgressSink opening =
        event -> {
          if (event instanceof ProgressEvent.Step(String text) && text.contains("webhooks")) {
            cluster.delete(hooks(), null, namespace, null, WriteOptions.CSDR);
          }
        };

    ApplyResult result = apply(opening, PATIENCE);

    assertThat(result.failures()).isEmpty();
    assertThat(result.created()).isEqualTo(1);
    assertThat(live("after")).isTrue();
  }

  @Test
  void aWebhookThatNeverComesUpIsToldWhenThePatienceEnds() {
    ApplyResult result = apply(ProgressSink.NONE, Duration.ofSeconds(3));

    assertThat(result.created()).isZero();
    assertThat(result.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.type()).isEqualTo("WebhookUnavailable");
          assertThat(failure.message()).contains("never.example.com");
          assertThat(failure.fix()).contains("webhook's pods");
        });
    assertThat(live("after")).isFalse();
  }

  @Test
  void aClaimWhoseDataIsMissingIsNotCountedAsCreated() {
    assertThat(applyClaim(false).created()).isZero();
    assertThat(applyClaim(true).created()).isEqualTo(1);
  }

  /// `data` says whether the backup has data of the claim.
  private ApplyResult applyClaim(boolean data) {
    ClaimGate gate = new Keeper(data);
    String claim =
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, namespace: %s}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """
            .formatted(namespace);
    MapArchive archive = new MapArchive(discovery, claim);
    RestorePlan plan =
        new RestorePlanner(archive, new LiveCluster(cluster), gate)
            .plan(ExampleApp.restore(Map.of(), ExistingPolicy.NONE, RestoreScope.ALL));
    return new WaveApplier(cluster, gate, ProgressSink.NONE)
        .apply(plan, archive, new ApplyOptions(false, PATIENCE));
  }

  /// Keeps every claim to itself.
  private record Keeper(boolean data) implements ClaimGate {
    @Override
    public boolean guards(PvcRef source) {
      return true;
    }

    @Override
    public boolean brings(PvcRef source) {
      return data;
    }

    @Override
    public Optional<String> lacks(PvcRef source) {
      return Optional.empty();
    }

    @Override
    public boolean create(PvcRef source, KubeObject desired) {
      return data;
    }
  }

  private ApplyResult apply(ProgressSink progress, Duration patience) {
    MapArchive archive = new MapArchive(discovery, map("after"));
    RestorePlan plan =
        new RestorePlanner(archive, new LiveCluster(cluster), ClaimGate.OPEN)
            .plan(ExampleApp.restore(Map.of(), ExistingPolicy.NONE, RestoreScope.ALL));
    return new WaveApplier(cluster, ClaimGate.OPEN, progress)
        .apply(plan, archive, new ApplyOptions(false, patience));
  }

  private String map(String name) {
    return "{apiVersion: v1, kind: ConfigMap, metadata: {name: "
        + name
        + ", namespace: "
        + namespace
        + ", uid: u}, data: {k: v}}";
  }

  private KubeObject webhook() {
    return Fixtures.object(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: %1$s}
        webhooks:
          - name: never.example.com
            admissionReviewVersions: [v1]
            sideEffects: None
            failurePolicy: Fail
            timeoutSeconds: 1
            clientConfig: {service: {namespace: %1$s, name: not-there}}
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
            rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
        """
            .formatted(namespace));
  }

  /// The API server takes a moment to hear of a new webhook.
  private void awaitRefusal() {
    ApiResource maps = discovery.find("", "configmaps").orElseThrow();
    KubeObject probe = Fixtures.object(map("probe"));
    boolean refused = false;
    for (int attempt = 0; attempt < 100 && !refused; attempt++) {
      try {
        cluster.create(maps, probe, WriteOptions.CSDR);
        cluster.delete(maps, namespace, "probe", null, WriteOptions.CSDR);
      } catch (ApiException e) {
        refused = e.reason() == ApiException.Reason.WEBHOOK;
      }
    }
    assertThat(refused).isTrue();
  }

  private boolean live(String name) {
    return cluster.get(discovery.find("", "configmaps").orElseThrow(), namespace, name).isPresent();
  }

  private ApiResource hooks() {
    return discovery
        .find("admissionregistration.k8s.io", "validatingwebhookconfigurations")
        .orElseThrow();
  }
}
