package io.csdr.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.EngineException;
import io.csdr.engine.ExampleApp;
import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.Kinds;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.RestoreScope.Parts;
import io.csdr.model.request.Rewrites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestorePlannerTest {
  private static final String NAMESPACE =
      "{apiVersion: v1, kind: Namespace, metadata: {name: shop, uid: ns}}";
  private static final String MAP =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop, uid: cm}, data: {k: v}}";
  private static final String DEFINITION =
      "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: orders.x.example.com, uid: crd}, spec: {group: x.example.com, scope: Namespaced, names: {plural: orders, kind: Order}, versions: [{name: v1, served: true}]}}";
  private static final String ORDER =
      "{apiVersion: x.example.com/v1, kind: Order, metadata: {name: o, namespace: shop, uid: order, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: web}]}}";
  private static final String OWNED =
      "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop, uid: sec, ownerReferences: [{apiVersion: x.example.com/v1, kind: Order, name: o, uid: order}]}}";
  private static final String WEB =
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, uid: web}}";
  private static final String CLAIM =
      "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: shop, uid: pvc}, spec: {volumeName: pv-1, storageClassName: slow}}";
  private static final String VOLUME =
      "{apiVersion: v1, kind: PersistentVolume, metadata: {name: pv-1, uid: pv}, spec: {persistentVolumeReclaimPolicy: %s, claimRef: {namespace: shop, name: data, uid: pvc}}}";

  private final Target target = new Target();

  @Test
  void ownersComeBeforeWhatTheyOwnWhateverTheirKind() {
    RestorePlan plan = plan(RestoreScope.ALL, OWNED, ORDER, WEB, DEFINITION, NAMESPACE);

    assertThat(plan.items())
        .extracting(item -> item.target().toString())
        .containsExactly(
            "namespaces shop",
            "customresourcedefinitions.apiextensions.k8s.io orders.x.example.com",
            "deployments.apps shop/web",
            "orders.x.example.com shop/o",
            "secrets shop/s");
    assertThat(plan.items())
        .extracting(item -> item.stage().level())
        .containsExactly(0, 0, 0, 1, 2);
    assertThat(plan.items()).allSatisfy(i -> assertThat(i.action().word()).isEqualTo("create"));
  }

  @Test
  void ownersInACircleAreNoTrouble() {
    String a =
        "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: shop, uid: a, ownerReferences: [{uid: b}]}}";
    String b =
        "{apiVersion: v1, kind: Secret, metadata: {name: b, namespace: shop, uid: b, ownerReferences: [{uid: a}, {uid: b}]}}";

    assertThat(plan(RestoreScope.ALL, a, b).items()).hasSize(2);
  }

  @Test
  void whatTheTargetDoesNotServeIsRefusedWithTheReason() {
    RestorePlan plan =
        plan(
            RestoreScope.ALL,
            ORDER,
            "{apiVersion: apps/v1beta1, kind: Deployment, metadata: {name: old, namespace: shop, uid: x}}");

    assertThat(plan.refusals())
        .extracting(failure -> failure.line())
        .anyMatch(l -> l.contains("serves no x.example.com/v1 Order"))
        .anyMatch(l -> l.contains("stored as apps/v1beta1, the target serves only apps/v1"));
  }

  @Test
  void anExistingObjectIsComparedAndJudgedByThePolicy() {
    target.has(MAP.replace("uid: cm", "uid: live").replace("k: v", "k: other"));

    assertThat(action(plan(ExistingPolicy.NONE, MAP)))
        .isEqualTo(new PlanAction.Leave("live", List.of("/data/k: \"other\" instead of \"v\"")));
    assertThat(action(plan(ExistingPolicy.UPDATE, MAP))).isInstanceOf(PlanAction.Update.class);
    assertThat(action(plan(ExistingPolicy.REPLACE, MAP)))
        .isEqualTo(new PlanAction.Replace("live", List.of("/data/k: \"other\" instead of \"v\"")));
    target.has(MAP.replace("uid: cm", "uid: live, resourceVersion: '9'"));
    assertThat(action(plan(ExistingPolicy.NONE, MAP))).isEqualTo(new PlanAction.Unchanged("live"));
  }

  @Test
  void namespacesAndDefinitionsAreNeverDeleted() {
    target.has("{apiVersion: v1, kind: Namespace, metadata: {name: shop, uid: n, labels: {a: b}}}");

    assertThat(action(plan(ExistingPolicy.REPLACE, NAMESPACE)))
        .isInstanceOf(PlanAction.Update.class);
  }

  @Test
  void anObjectThatIsGoingAwayIsWaitedForAndMadeAgain() {
    target.has(MAP.replace("uid: cm", "uid: dying, deletionTimestamp: '2026-01-01T00:00:00Z'"));

    assertThat(action(plan(ExistingPolicy.NONE, MAP)))
        .isInstanceOfSatisfying(
            PlanAction.Replace.class, r -> assertThat(r.uid()).isEqualTo("dying"));
  }

  @Test
  void finishedAndOwnedWorkIsSkipped() {
    RestorePlan plan =
        plan(
            RestoreScope.ALL,
            "{apiVersion: v1, kind: Pod, metadata: {name: done, namespace: shop, uid: 1}, status: {phase: Succeeded}}",
            "{apiVersion: v1, kind: Pod, metadata: {name: runs, namespace: shop, uid: 2}, status: {phase: Running}}",
            "{apiVersion: batch/v1, kind: Job, metadata: {name: done, namespace: shop, uid: 3}, status: {completionTime: x}}",
            "{apiVersion: batch/v1, kind: Job, metadata: {name: runs, namespace: shop, uid: 4}, status: {active: 1}}",
            "{apiVersion: v1, kind: Pod, metadata: {name: web-1, namespace: shop, uid: 5, ownerReferences: [{kind: ReplicaSet, uid: r, controller: true}]}, status: {phase: Running}}");

    assertThat(plan.items())
        .filteredOn(item -> item.action() instanceof PlanAction.Create)
        .extracting(item -> item.target().name())
        .containsExactly("runs", "runs");
    assertThat(plan.counts()).containsEntry("skip", 3L);
  }

  @Test
  void aRetainedVolumeWithoutSavedDataComesBackWithItsClaim() {
    RestorePlan kept = plan(RestoreScope.ALL, CLAIM, VOLUME.formatted("Retain"));
    RestorePlan fresh = plan(RestoreScope.ALL, CLAIM, VOLUME.formatted("Delete"));
    RestorePlan guarded =
        new RestorePlanner(archive(CLAIM, VOLUME.formatted("Retain")), target, new Guard(true))
            .plan(ExampleApp.restore(Map.of(), ExistingPolicy.NONE, RestoreScope.ALL));
    target.has(VOLUME.formatted("Retain").replace("name: data", "name: others"));
    RestorePlan taken = plan(RestoreScope.ALL, CLAIM, VOLUME.formatted("Retain"));

    assertThat(kept.context().keptVolumes()).containsExactly("pv-1");
    assertThat(kept.counts()).containsEntry("create", 2L);
    assertThat(fresh.counts()).containsEntry("create", 1L).containsEntry("skip", 1L);
    assertThat(guarded.context().keptVolumes()).isEmpty();
    assertThat(taken.context().keptVolumes()).isEmpty();
  }

  @Test
  void aClaimThatGetsItsOldVolumeBackNeedsNoData() {
    target.has(CLAIM.replace("uid: pvc", "uid: live"));

    RestorePlan plan =
        new RestorePlanner(archive(CLAIM, VOLUME.formatted("Retain")), target, new Guard(false))
            .plan(ExampleApp.restore(Map.of(), ExistingPolicy.REPLACE, RestoreScope.ALL));

    assertThat(plan.context().keptVolumes()).containsExactly("pv-1");
    assertThat(plan.items())
        .noneMatch(item -> item.action() instanceof PlanAction.Fill)
        .noneMatch(item -> item.action() instanceof PlanAction.Replace);
  }

  @Test
  void aReleasedVolumeIsFreedForItsClaim() {
    target.has(VOLUME.formatted("Retain").replace("}}}", "}}, status: {phase: Released}}"));

    RestorePlan plan = plan(RestoreScope.ALL, CLAIM, VOLUME.formatted("Retain"));

    assertThat(plan.counts()).containsEntry("update", 1L).containsEntry("create", 1L);
  }

  @Test
  void aClaimThatIsThereAndHasDataInTheBackupIsForTheGateWhateverItsSpec() {
    for (String storageClass : List.of("slow", "fast")) {
      target.has(CLAIM.replace("uid: pvc", "uid: live").replace("slow", storageClass));

      assertThat(action(guarded(ExistingPolicy.NONE)))
          .isEqualTo(new PlanAction.Fill("live", false));
      assertThat(action(guarded(ExistingPolicy.UPDATE)))
          .isEqualTo(new PlanAction.Fill("live", false));
      assertThat(action(guarded(ExistingPolicy.REPLACE)))
          .isEqualTo(new PlanAction.Fill("live", true));
    }
    assertThat(guarded(ExistingPolicy.NONE).counts()).containsOnlyKeys("leave");
    assertThat(guarded(ExistingPolicy.REPLACE).counts()).containsOnlyKeys("replace");
  }

  @Test
  void aClaimIsNeverDeletedForOneWithoutData() {
    target.has(CLAIM.replace("uid: pvc", "uid: live").replace("slow", "fast"));

    assertThat(action(plan(ExistingPolicy.REPLACE, CLAIM))).isInstanceOf(PlanAction.Update.class);
  }

  @Test
  void anUnfinishedClaimOfAnEarlierRestoreIsMadeByTheGate() {
    target.has(CLAIM.replace("uid: pvc", "uid: live, labels: {csdr.alibabacloud.com/role: gate}"));

    assertThat(action(guarded(ExistingPolicy.NONE))).isInstanceOf(PlanAction.Create.class);
  }

  @Test
  void scopesBringWhatTheyNameAndItsHome() {
    ObjectRef order = new ObjectRef("x.example.com", "orders", "shop", "o");
    String foreign = MAP.replace("namespace: shop", "namespace: other");
    String[] all = {NAMESPACE, MAP, foreign, DEFINITION, ORDER, WEB, CLAIM};

    assertThat(names(scope(List.of(), List.of(order), List.of(), Parts.BOTH), all))
        .containsExactly(
            "namespaces shop",
            "customresourcedefinitions.apiextensions.k8s.io orders.x.example.com",
            "orders.x.example.com shop/o");
    assertThat(
            names(
                scope(List.of(), List.of(), List.of(new PvcRef("shop", "data")), Parts.BOTH), all))
        .containsExactly("namespaces shop", "persistentvolumeclaims shop/data");
    assertThat(names(scope(List.of("other"), List.of(), List.of(), Parts.BOTH), all))
        .containsExactly("configmaps other/a");
    assertThat(names(scope(List.of(), List.of(), List.of(), Parts.VOLUMES), all))
        .containsExactly("namespaces shop", "persistentvolumeclaims shop/data");
  }

  @Test
  void whatTheBackupDoesNotHaveIsNamedBeforeAnythingIsDone() {
    ObjectRef other = new ObjectRef("", "configmaps", "shop", "other");

    assertThatThrownBy(
            () -> plan(scope(List.of("shop", "shpo"), List.of(), List.of(), Parts.BOTH), MAP))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("namespace shpo")
        .hasMessageNotContaining("namespace shop,");
    assertThatThrownBy(() -> plan(scope(List.of(), List.of(other), List.of(), Parts.BOTH), MAP))
        .hasMessageContaining("configmaps shop/other");
    assertThatThrownBy(() ->
            plan(
                scope(List.of(), List.of(), List.of(new PvcRef("shop", "lost")), Parts.BOTH),
                CLAIM))
        .hasMessageContaining("claim shop/lost");
  }

  @Test
  void aMapThatNamesWhatTheBackupDoesNotHaveIsRefused() {
    String other = MAP.replace("namespace: shop", "namespace: other");

    assertThatThrownBy(() -> mapped(Map.of("shpo", "copy"), Map.of(), NAMESPACE, MAP, other))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.failure().type()).isEqualTo("NotInBackup"))
        .hasMessageContaining("namespace shpo")
        .hasMessageContaining("it has other, shop");
    assertThatThrownBy(() -> mapped(Map.of(), Map.of("slwo", "fast"), CLAIM))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.failure().type()).isEqualTo("NotInBackup"))
        .hasMessageContaining("storage class slwo")
        .hasMessageContaining("it has slow");
    assertThat(mapped(Map.of("shop", "copy"), Map.of("slow", "fast"), CLAIM).items()).hasSize(1);
  }

  @Test
  void theClassOfAClaimTemplateMayBeMapped() {
    String set =
        "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: shop, uid: db}, spec: {volumeClaimTemplates: [{metadata: {name: d}, spec: {storageClassName: slow}}]}}";

    assertThat(mapped(Map.of(), Map.of("slow", "fast"), set).items()).hasSize(1);
  }

  @Test
  void twoNamespacesDoNotBecomeOne() {
    String other = MAP.replace("namespace: shop", "namespace: other");

    for (Map<String, String> map :
        List.of(Map.of("shop", "one", "other", "one"), Map.of("shop", "other"))) {
      assertThatThrownBy(() -> mapped(map, Map.of(), NAMESPACE, MAP, other))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("other and shop would both become " + map.get("shop"));
    }
    assertThat(mapped(Map.of("shop", "other", "other", "shop"), Map.of(), MAP, other).items())
        .hasSize(2);
  }

  @Test
  void aNamespaceThatStaysOutMakesNoCollision() {
    String other = MAP.replace("namespace: shop", "namespace: other");

    RestorePlan plan =
        new RestorePlanner(archive(NAMESPACE, MAP, other), target, ClaimGate.OPEN)
            .plan(
                ExampleApp.restore(
                    Map.of("shop", "other"),
                    ExistingPolicy.NONE,
                    scope(List.of("shop"), List.of(), List.of(), Parts.BOTH)));

    assertThat(plan.items())
        .extracting(item -> item.target().toString())
        .containsExactly("namespaces other", "configmaps other/a");
  }

  @Test
  void aMappedNamespaceIsPlannedWhereItGoes() {
    RestorePlan plan =
        new RestorePlanner(archive(NAMESPACE, MAP), target, ClaimGate.OPEN)
            .plan(
                ExampleApp.restore(Map.of("shop", "copy"), ExistingPolicy.NONE, RestoreScope.ALL));

    assertThat(plan.items())
        .extracting(item -> item.source() + " to " + item.target())
        .containsExactly(
            "namespaces shop to namespaces copy", "configmaps shop/a to configmaps copy/a");
  }

  private static RestoreScope scope(
      List<String> namespaces, List<ObjectRef> objects, List<PvcRef> claims, Parts parts) {
    return new RestoreScope(namespaces, objects, claims, parts);
  }

  private List<String> names(RestoreScope scope, String... yaml) {
    return plan(scope, yaml).items().stream().map(item -> item.target().toString()).toList();
  }

  private static PlanAction action(RestorePlan plan) {
    assertThat(plan.items()).hasSize(1);
    return plan.items().getFirst().action();
  }

  private RestorePlan mapped(
      Map<String, String> namespaces, Map<String, String> storageClasses, String... yaml) {
    RestoreRequest model = ExampleApp.restore(namespaces, ExistingPolicy.NONE, RestoreScope.ALL);
    Rewrites rewrites =
        new Rewrites(namespaces, storageClasses, Map.of(), Map.of(), false, false, null);
    return new RestorePlanner(archive(yaml), target, ClaimGate.OPEN)
        .plan(
            new RestoreRequest(
                model.name(),
                model.backup(),
                model.scope(),
                rewrites,
                model.existing(),
                model.allowDamage(),
                model.parallel(),
                model.readyTimeout(),
                model.image()));
  }

  private RestorePlan plan(ExistingPolicy existing, String... yaml) {
    return new RestorePlanner(archive(yaml), target, ClaimGate.OPEN)
        .plan(ExampleApp.restore(Map.of(), existing, RestoreScope.ALL));
  }

  private RestorePlan guarded(ExistingPolicy existing) {
    return new RestorePlanner(archive(CLAIM), target, new Guard(true))
        .plan(ExampleApp.restore(Map.of(), existing, RestoreScope.ALL));
  }

  private RestorePlan plan(RestoreScope scope, String... yaml) {
    return new RestorePlanner(archive(yaml), target, ClaimGate.OPEN)
        .plan(ExampleApp.restore(Map.of(), ExistingPolicy.NONE, scope));
  }

  private static MapArchive archive(String... yaml) {
    return new MapArchive(Kinds.discovery(), yaml);
  }

  /// Every claim is guarded, and comes with data if `data` says so.
  private record Guard(boolean data) implements ClaimGate {
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
      throw new AssertionError("plans create nothing");
    }
  }

  /// A target whose state is written in the test.
  private static final class Target implements LiveState {
    private final List<KubeObject> live = new ArrayList<>();

    void has(String yaml) {
      live.clear();
      live.add(Fixtures.object(yaml));
    }

    @Override
    public Discovery discovery() {
      return Kinds.discovery();
    }

    @Override
    public Map<String, KubeObject> objects(ApiResource kind, @Nullable String namespace) {
      Map<String, KubeObject> objects = new HashMap<>();
      for (KubeObject object : live) {
        boolean here = namespace == null || namespace.equals(object.namespace());
        if (object.kind().equals(kind.kind()) && here) {
          objects.put(object.name(), object);
        }
      }
      return objects;
    }

    @Override
    public Optional<KubeObject> find(ApiResource kind, @Nullable String namespace, String name) {
      return Optional.ofNullable(objects(kind, namespace).get(name));
    }
  }
}
