package io.csdr.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.ExampleApp;
import io.csdr.engine.ObjectComparison;
import io.csdr.engine.StoredCapture;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.Patch;
import io.csdr.model.ObjectRef;
import io.csdr.model.ProgressSink;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
class RestoreIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Cluster cluster;
  private ExampleApp app;
  @TempDir Path folder;

  RestoreIT(TestCluster test) {
    cluster = Cluster.connect(test.config());
    app = ExampleApp.create(test, cluster);
  }

  @BeforeEach
  void settle() {
    app.awaitStatus();
  }

  @AfterEach
  void stop() {
    app.close();
    cluster.close();
  }

  @Test
  void whatWasDeletedComesBackFieldByField() {
    Map<String, KubeObject> before = app.snapshot();
    StoredCapture capture = StoredCapture.of(cluster, folder, app.namespace);
    app.delete();

    ApplyResult result = restore(capture, all(Map.of(), ExistingPolicy.NONE));

    assertThat(result.failures()).isEmpty();
    assertThat(result.created()).isEqualTo(before.size());
    Map<String, KubeObject> after = app.snapshot();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    for (Map.Entry<String, KubeObject> entry : before.entrySet()) {
      assertThat(ObjectComparison.differences(entry.getValue(), after.get(entry.getKey())))
          .as(entry.getKey())
          .isEmpty();
    }
    KubeObject gear = app.live(app.group, "widgets", "gear").orElseThrow();
    KubeObject child = app.live("", "configmaps", "gear-child").orElseThrow();
    assertThat(child.owners()).singleElement().extracting(o -> o.uid()).isEqualTo(gear.uid());
    assertThat(port("web-fixed-port")).isEqualTo(app.nodePort);
  }

  @Test
  void fieldsBelongToThoseWhoAppliedThem() {
    StoredCapture capture = StoredCapture.of(cluster, folder, app.namespace);
    app.delete();
    restore(capture, all(Map.of(), ExistingPolicy.NONE));

    KubeObject web = app.live("apps", "deployments", "web").orElseThrow();

    assertThat(web.at("/metadata/managedFields"))
        .filteredOn(entry -> entry.path("operation").asText().equals("Apply"))
        .extracting(entry -> entry.path("manager").asText())
        .containsExactly(ExampleApp.OPTIONS.fieldManager());
  }

  @Test
  void aSecondRestoreFindsEverythingAsItIs() {
    StoredCapture capture = StoredCapture.of(cluster, folder, app.namespace);
    RestorePlan plan = plan(capture, all(Map.of(), ExistingPolicy.NONE));

    assertThat(plan.items())
        .allSatisfy(item -> assertThat(item.action()).isInstanceOf(PlanAction.Unchanged.class));
  }

  @Test
  void anExistingObjectIsLeftUpdatedOrReplacedAsAsked() {
    StoredCapture capture = StoredCapture.of(cluster, folder, app.namespace);
    String uid = app.live("apps", "deployments", "web").orElseThrow().uid();
    change("apps", "deployments", "web", "{\"spec\":{\"replicas\":0}}");
    change("", "secrets", "login", "{\"data\":{\"password\":\"eA==\",\"extra\":\"eA==\"}}");

    ApplyResult none = restore(capture, all(Map.of(), ExistingPolicy.NONE));
    assertThat(none.warnings())
        .anySatisfy(w -> assertThat(w).contains("/spec/replicas: 0 instead of 1"))
        .anySatisfy(w -> assertThat(w).contains("/data/extra: (hidden) instead of nothing"))
        .noneSatisfy(w -> assertThat(w).contains("eA=="));
    assertThat(replicas()).isZero();

    ApplyResult update = restore(capture, all(Map.of(), ExistingPolicy.UPDATE));
    assertThat(update.failures()).isEmpty();
    assertThat(update.updated()).isEqualTo(2);
    assertThat(replicas()).isEqualTo(1);
    assertThat(app.live("", "secrets", "login").orElseThrow().at("/data").has("extra")).isFalse();
    assertThat(app.live("apps", "deployments", "web").orElseThrow().uid()).isEqualTo(uid);

    change("apps", "deployments", "web", "{\"spec\":{\"replicas\":0}}");
    ApplyResult replace = restore(capture, all(Map.of(), ExistingPolicy.REPLACE));
    assertThat(replace.failures()).isEmpty();
    assertThat(replace.created()).isEqualTo(1);
    assertThat(replicas()).isEqualTo(1);
    assertThat(app.live("apps", "deployments", "web").orElseThrow().uid()).isNotEqualTo(uid);
  }

  @Test
  void twoNamespacesAreMappedTogetherWithWhatNamesThem(TestCluster test) {
    try (ExampleApp other = ExampleApp.create(test, cluster)) {
      other.awaitStatus();
      StoredCapture capture = StoredCapture.of(cluster, folder, app.namespace, other.namespace);
      String first = test.name("copy");
      String second = test.name("copy");
      try {
        ApplyResult result =
            restore(
                capture,
                all(Map.of(app.namespace, first, other.namespace, second), ExistingPolicy.NONE));

        assertThat(result.failures()).isEmpty();
        KubeObject binding =
            cluster
                .get(app.kind("rbac.authorization.k8s.io", "rolebindings"), first, "robot-reads")
                .orElseThrow();
        assertThat(binding.text("/subjects/0/namespace")).isEqualTo(first);
        assertThat(cluster.get(app.kind("apps", "deployments"), second, "web")).isPresent();
        // The originals hold their node ports: the copies are there all the same, with others.
        assertThat(cluster.get(app.kind("", "services"), first, "web-fixed-port")).isPresent();
        assertThat(result.warnings()).anyMatch(w -> w.contains("node port is taken"));
      } finally {
        app.remove(first);
        other.remove(second);
      }
    }
  }

  @Test
  void aPartOfABackupComesBackAlone() {
    StoredCapture capture = StoredCapture.of(cluster, folder, app.namespace);
    remove("", "configmaps", "settings");
    remove("apps", "deployments", "web");
    ObjectRef settings = new ObjectRef("", "configmaps", app.namespace, "settings");
    RestoreScope scope =
        new RestoreScope(List.of(), List.of(settings), List.of(), RestoreScope.Parts.BOTH);

    ApplyResult result = restore(capture, ExampleApp.restore(Map.of(), ExistingPolicy.NONE, scope));

    assertThat(result.created()).isEqualTo(1);
    assertThat(app.live("", "configmaps", "settings")).isPresent();
    assertThat(app.live("apps", "deployments", "web")).isEmpty();
  }

  @Test
  void aDryRunOnTheServerChangesNothing() {
    StoredCapture capture = StoredCapture.of(cluster, folder, app.namespace);
    app.delete();
    RestoreRequest request = all(Map.of(), ExistingPolicy.NONE);

    ApplyResult result =
        new WaveApplier(cluster, ClaimGate.OPEN, ProgressSink.NONE)
            .apply(plan(capture, request), capture.archive(), new ApplyOptions(true, PATIENCE));

    assertThat(result.failures()).isEmpty();
    assertThat(cluster.get(app.kind("", "namespaces"), null, app.namespace)).isEmpty();
  }

  @Test
  void theComparerSeesEveryAlteredField() {
    KubeObject web = app.live("apps", "deployments", "web").orElseThrow();
    KubeObject altered = web.copy();
    altered.json().withObject("/spec/template/spec").put("terminationGracePeriodSeconds", 1);

    assertThat(ObjectComparison.differences(web, web)).isEmpty();
    assertThat(ObjectComparison.differences(web, altered))
        .containsExactly("/spec/template/spec/terminationGracePeriodSeconds");
  }

  private RestoreRequest all(Map<String, String> namespaces, ExistingPolicy existing) {
    return ExampleApp.restore(namespaces, existing, RestoreScope.ALL);
  }

  private RestorePlan plan(StoredCapture capture, RestoreRequest request) {
    return new RestorePlanner(capture.archive(), new LiveCluster(cluster), ClaimGate.OPEN)
        .plan(request);
  }

  private ApplyResult restore(StoredCapture capture, RestoreRequest request) {
    assertThat(capture.failures()).isEmpty();
    return new WaveApplier(cluster, ClaimGate.OPEN, ProgressSink.NONE)
        .apply(plan(capture, request), capture.archive(), new ApplyOptions(false, PATIENCE));
  }

  private void change(String group, String resource, String name, String patch) {
    ApiResource kind = app.kind(group, resource);
    ObjectNode body = ObjectComparison.json(patch);
    cluster.patch(kind, app.namespace, name, null, new Patch.Merge(body), ExampleApp.OPTIONS);
  }

  private void remove(String group, String resource, String name) {
    ApiResource kind = app.kind(group, resource);
    cluster.delete(kind, app.namespace, name, null, ExampleApp.OPTIONS);
    assertThat(cluster.await(kind, app.namespace, name, PATIENCE, seen -> seen == null))
        .isPresent();
  }

  private int replicas() {
    return app.live("apps", "deployments", "web").orElseThrow().at("/spec/replicas").asInt();
  }

  private String port(String service) {
    return Json.text(app.live("", "services", service).orElseThrow().at("/spec/ports/0/nodePort"));
  }
}
