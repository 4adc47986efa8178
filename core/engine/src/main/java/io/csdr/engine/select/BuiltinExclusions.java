package io.csdr.engine.select;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.KubeObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// What every backup leaves out, with the reasons: the table behind `csdr backup --explain`.
public final class BuiltinExclusions {
  /// The rule that a selection of namespaces applies to cluster-scoped kinds as a whole.
  public static final String CLUSTER_SCOPED = "cluster-scoped";

  /// The rule of kinds whose objects another group serves too.
  public static final String TWIN = "twin";

  /// All rules; the first that fits is the one that verdicts name.
  public static final List<Rule> ALL =
      List.of(
          kind(
              "not-storable",
              "cannot be listed, read, created and deleted, so there is nothing to restore",
              kind -> !kind.storable()),
          kind(
              "events",
              "a log of the past that the API server drops by itself",
              in("events", "events.events.k8s.io")),
          kind(
              "leases",
              "heartbeats and leader locks of running processes",
              in("leases.coordination.k8s.io", "leasecandidates.coordination.k8s.io")),
          kind(
              "machines",
              "describe the machines of this cluster",
              in(
                  "nodes",
                  "csinodes.storage.k8s.io",
                  "csistoragecapacities.storage.k8s.io",
                  "resourceslices.resource.k8s.io",
                  "componentstatuses")),
          kind(
              "volume-attachments",
              "made by the attach controller for running pods",
              in("volumeattachments.storage.k8s.io")),
          kind(
              "certificate-requests",
              "requests that were answered or have expired",
              in("certificatesigningrequests.certificates.k8s.io")),
          kind(
              "service-addresses",
              "allocated by the API server for its Services",
              in("ipaddresses.networking.k8s.io", "servicecidrs.networking.k8s.io")),
          kind(
              "api-server-internals",
              "bookkeeping of the API server",
              in(
                  "storageversions.internal.apiserver.k8s.io",
                  "storageversionmigrations.storagemigration.k8s.io")),
          kind(
              "volume-snapshots",
              "point into the storage of this cluster; volumes are captured through their claims",
              in(
                  "volumesnapshots.snapshot.storage.k8s.io",
                  "volumesnapshotcontents.snapshot.storage.k8s.io",
                  "volumegroupsnapshots.groupsnapshot.storage.k8s.io",
                  "volumegroupsnapshotcontents.groupsnapshot.storage.k8s.io")),
          kind(
              "backup-records",
              "records of backups and restores, which the vault holds",
              in(
                  "applicationbackups.csdr.alibabacloud.com",
                  "applicationrestores.csdr.alibabacloud.com",
                  "converttosnapshots.csdr.alibabacloud.com",
                  "deleterequests.csdr.alibabacloud.com")),
          kind(
              CLUSTER_SCOPED,
              "belong to the whole cluster; those that the selection uses come along",
              kind -> false),
          object("terminating", "being deleted", (kind, object) -> object.terminating()),
          object(
              "opted-out",
              "labelled csdr.alibabacloud.com/exclude=true or velero.io/exclude-from-backup=true",
              (kind, object) -> OwnedObjects.optedOut(object)),
          object(
              "run-objects",
              "made by a run of csdr for the time of that run",
              (kind, object) -> OwnedObjects.ofRun(object)),
          object(
              "mirror-pods",
              "shadows of static pods, made by a node",
              (kind, object) ->
                  kind.qualified().equals("pods")
                      && object.annotations().containsKey("kubernetes.io/config.mirror")),
          object(
              "pods-of-controllers",
              "made again by their controller",
              (kind, object) -> kind.qualified().equals("pods") && object.controller() != null),
          object(
              "replicasets-of-deployments",
              "made again by their Deployment",
              OwnedObjects.controlled("replicasets.apps", "Deployment", "apps")),
          object(
              "jobs-of-cronjobs",
              "made again by their CronJob when it is due",
              OwnedObjects.controlled("jobs.batch", "CronJob", "batch")),
          object(
              "controller-revisions",
              "history that StatefulSets and DaemonSets write again",
              (kind, object) ->
                  kind.qualified().equals("controllerrevisions.apps")
                      && object.controller() != null
                      && object.controller().group().equals("apps")),
          object(
              "endpoints-of-services",
              "kept by the control plane for Services with a selector",
              (kind, object) -> OwnedObjects.managedEndpoints(kind, object)),
          object(
              "kubernetes-service",
              "the Service of the API server itself",
              (kind, object) ->
                  kind.qualified().equals("services")
                      && object.name().equals("kubernetes")
                      && "default".equals(object.namespace())),
          object(
              "root-ca",
              "published into every namespace by the control plane",
              (kind, object) ->
                  kind.qualified().equals("configmaps")
                      && object.name().equals("kube-root-ca.crt")),
          object(
              "default-service-account",
              "unchanged, and made with every namespace",
              (kind, object) -> OwnedObjects.untouchedDefaultAccount(kind, object)),
          object(
              "service-account-tokens",
              "issued by the control plane for a ServiceAccount of this cluster",
              (kind, object) -> OwnedObjects.automaticToken(kind, object)),
          object(
              "rbac-defaults",
              "roles and bindings that every API server makes at start",
              (kind, object) ->
                  kind.group().equals("rbac.authorization.k8s.io")
                      && "rbac-defaults"
                          .equals(object.labels().get("kubernetes.io/bootstrapping"))),
          object(
              "automatic-api-services",
              "registered by the API server for its own groups and for CRDs",
              (kind, object) ->
                  kind.qualified().equals("apiservices.apiregistration.k8s.io")
                      && object.labels().containsKey("kube-aggregator.kubernetes.io/automanaged")),
          object(
              "system-priorities",
              "priority classes that every cluster has",
              (kind, object) ->
                  kind.qualified().equals("priorityclasses.scheduling.k8s.io")
                      && object.name().startsWith("system-")));

  private BuiltinExclusions() {}

  /// One line of the table: its name as it stands in verdicts, and why, completing "left out because
  /// …". It is about whole kinds, which are then not even listed, or about single objects.
  public record Rule(
      String name,
      String reason,
      Predicate<ApiResource> kinds,
      BiPredicate<ApiResource, KubeObject> objects) {}

  /// The first rule that leaves out this whole kind.
  public static Optional<Rule> ofKind(ApiResource kind) {
    return ALL.stream().filter(rule -> rule.kinds.test(kind)).findFirst();
  }

  /// The first rule that leaves out this object.
  public static Optional<Rule> ofObject(ApiResource kind, KubeObject object) {
    return ALL.stream().filter(rule -> rule.objects.test(kind, object)).findFirst();
  }

  private static Rule kind(String name, String reason, Predicate<ApiResource> kinds) {
    return new Rule(name, reason, kinds, (kind, object) -> kinds.test(kind));
  }

  private static Rule object(
      String name, String reason, BiPredicate<ApiResource, KubeObject> objects) {
    return new Rule(name, reason, kind -> false, objects);
  }

  private static Predicate<ApiResource> in(String... qualified) {
    Set<String> names = Set.of(qualified);
    return kind -> names.contains(kind.qualified());
  }
}
