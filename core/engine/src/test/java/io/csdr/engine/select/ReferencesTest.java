package io.csdr.engine.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import io.csdr.model.ObjectRef;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  @Test
  void aPodTemplateNamesEverythingThatItsPodsNeed() {
    assertThat(
            needs(
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: s, namespace: shop}
                spec:
                  serviceName: headless
                  volumeClaimTemplates: [{metadata: {name: d}, spec: {storageClassName: fast}}]
                  template:
                    spec:
                      serviceAccountName: robot
                      priorityClassName: high
                      runtimeClassName: sandbox
                      imagePullSecrets: [{name: pull}]
                      initContainers: [{envFrom: [{secretRef: {name: from-secret}}]}]
                      containers:
                        - env:
                            - {valueFrom: {configMapKeyRef: {name: key-map, key: a}}}
                            - {valueFrom: {secretKeyRef: {name: key-secret, key: a}}}
                          envFrom: [{configMapRef: {name: from-map}}]
                      volumes:
                        - {name: a, configMap: {name: vol-map}}
                        - {name: b, secret: {secretName: vol-secret}}
                        - {name: c, persistentVolumeClaim: {claimName: shared}}
                        - {name: d, projected: {sources: [{configMap: {name: proj-map}}, {secret: {name: proj-secret}}]}}
                        - {name: e, csi: {nodePublishSecretRef: {name: csi-secret}}}
                        - {name: f, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: slow}}}}
                """))
        .containsExactlyInAnyOrder(
            "services shop/headless",
            "storageclasses.storage.k8s.io fast",
            "serviceaccounts shop/robot",
            "priorityclasses.scheduling.k8s.io high",
            "runtimeclasses.node.k8s.io sandbox",
            "secrets shop/pull",
            "secrets shop/from-secret",
            "configmaps shop/key-map",
            "secrets shop/key-secret",
            "configmaps shop/from-map",
            "configmaps shop/vol-map",
            "secrets shop/vol-secret",
            "persistentvolumeclaims shop/shared",
            "configmaps shop/proj-map",
            "secrets shop/proj-secret",
            "secrets shop/csi-secret",
            "storageclasses.storage.k8s.io slow");
  }

  @Test
  void claimsAndVolumesNameEachOthersSurroundings() {
    assertThat(
            needs(
                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: d, namespace: shop}, spec: {storageClassName: fast, volumeName: pv-1}}"))
        .containsExactlyInAnyOrder("storageclasses.storage.k8s.io fast", "persistentvolumes pv-1");
    assertThat(
            needs(
                "{apiVersion: v1, kind: PersistentVolume, metadata: {name: pv-1}, spec: {storageClassName: '', csi: {nodeStageSecretRef: {name: key, namespace: vault}}}}"))
        .containsExactly("secrets vault/key");
  }

  @Test
  void anIngressNeedsItsClassAndServesItsServices() {
    String ingress =
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: shop, annotations: {kubernetes.io/ingress.class: old}}, spec: {ingressClassName: new, tls: [{secretName: cert}], defaultBackend: {service: {name: main}}, rules: [{http: {paths: [{backend: {service: {name: web}}}]}}]}}";

    assertThat(needs(ingress))
        .containsExactlyInAnyOrder(
            "ingressclasses.networking.k8s.io new",
            "ingressclasses.networking.k8s.io old",
            "secrets shop/cert");
    assertThat(texts(References.targets(Fixtures.object(ingress))))
        .containsExactlyInAnyOrder("services shop/main", "services shop/web");
  }

  @Test
  void aBindingNeedsItsRoleAndServesItsAccounts() {
    String binding =
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b, namespace: shop}, roleRef: {kind: ClusterRole, name: edit}, subjects: [{kind: ServiceAccount, name: robot}, {kind: ServiceAccount, name: far, namespace: other}, {kind: User, name: me}]}";

    assertThat(needs(binding)).containsExactly("clusterroles.rbac.authorization.k8s.io edit");
    assertThat(texts(References.targets(Fixtures.object(binding))))
        .containsExactlyInAnyOrder("serviceaccounts shop/robot", "serviceaccounts other/far");
  }

  @Test
  void whatPointsAtAnAppBelongsToIt() {
    Dependents app = new Dependents();
    app.know(
        new ObjectRef("apps", "statefulsets", "shop", "db"),
        Fixtures.object(
            "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: shop}, spec: {volumeClaimTemplates: [{metadata: {name: data}}], template: {metadata: {labels: {app: db, tier: back}}}}}"));

    assertThat(concerns(app, "Service", "{selector: {app: db}}")).isTrue();
    assertThat(concerns(app, "Service", "{selector: {app: web}}")).isFalse();
    assertThat(concerns(app, "Service", "{}")).isFalse();
    assertThat(
            concerns(
                app,
                "PodDisruptionBudget",
                "{selector: {matchExpressions: [{key: tier, operator: In, values: [back]}]}}"))
        .isTrue();
    assertThat(
            concerns(
                app,
                "PodDisruptionBudget",
                "{selector: {matchExpressions: [{key: tier, operator: NotIn, values: [back]}]}}"))
        .isFalse();
    assertThat(concerns(app, "NetworkPolicy", "{podSelector: {}}")).isTrue();
    assertThat(
            app.concerns(
                Fixtures.object(
                    "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-db-0, namespace: shop}}")))
        .isTrue();
    assertThat(
            app.concerns(
                Fixtures.object(
                    "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-db-x, namespace: shop}}")))
        .isFalse();
  }

  private static boolean concerns(Dependents app, String kind, String spec) {
    return app.concerns(
        Fixtures.object(
            "{apiVersion: v1, kind: %s, metadata: {name: x, namespace: shop}, spec: %s}"
                .formatted(kind, spec)));
  }

  private static List<String> needs(String yaml) {
    return texts(References.needs(Fixtures.object(yaml)));
  }

  private static List<String> texts(Set<ObjectRef> refs) {
    return refs.stream().map(ObjectRef::toString).toList();
  }
}
