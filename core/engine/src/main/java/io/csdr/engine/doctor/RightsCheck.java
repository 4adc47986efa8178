package io.csdr.engine.doctor;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/// Asks the API server whether the user may do what backups and restores do, in all namespaces.
record RightsCheck(KubernetesClient client) {
  private static final String SNAPSHOTS = "snapshot.storage.k8s.io";

  /// What most applications are made of.
  private static final List<Right> OBJECTS =
      List.of(
          new Right("", "namespaces", "get", "list"),
          new Right("", "configmaps", "get", "list"),
          new Right("", "secrets", "get", "list"),
          new Right("", "services", "get", "list"),
          new Right("", "serviceaccounts", "get", "list"),
          new Right("", "persistentvolumeclaims", "get", "list"),
          new Right("apps", "deployments", "get", "list"),
          new Right("apps", "statefulsets", "get", "list"),
          new Right("apps", "daemonsets", "get", "list"),
          new Right("batch", "jobs", "get", "list"),
          new Right("batch", "cronjobs", "get", "list"),
          new Right("rbac.authorization.k8s.io", "roles", "get", "list"),
          new Right("rbac.authorization.k8s.io", "rolebindings", "get", "list"),
          new Right("apiextensions.k8s.io", "customresourcedefinitions", "get", "list"));

  /// What a mover needs.
  private static final List<Right> MOVERS =
      List.of(
          new Right("", "namespaces", "create", "delete"),
          new Right("batch", "jobs", "get", "list", "create", "delete"),
          new Right("", "pods", "get", "list", "watch", "delete"),
          new Right("", "persistentvolumeclaims", "create", "update", "delete"),
          new Right("", "persistentvolumes", "get", "list", "create", "update", "patch", "delete"));

  private static final List<Right> SNAPSHOT =
      List.of(
          new Right(SNAPSHOTS, "volumesnapshotclasses", "list"),
          new Right(SNAPSHOTS, "volumesnapshots", "get", "create", "delete"),
          new Right(SNAPSHOTS, "volumesnapshotcontents", "get", "create", "patch", "delete"));

  private static final List<Right> FORWARD = List.of(new Right("", "pods/portforward", "create"));

  /// Verbs on one kind.
  private record Right(String group, String resource, List<String> verbs) {
    Right(String group, String resource, String... verbs) {
      this(group, resource, List.of(verbs));
    }

    String qualified() {
      return group.isEmpty() ? resource : resource + "." + group;
    }
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(reading());
    findings.add(
        judge(
            "restore objects",
            List.of(new Right("*", "*", "create", "patch", "update")),
            "you may create and change every kind of object",
            "a restore is refused the kinds that you may not create"));
    findings.add(
        judge(
            "move volumes",
            MOVERS,
            "you may run movers in a namespace of their own",
            "volumes cannot be saved or filled, or only in the namespace of their pods"));
    findings.add(
        judge(
            "snapshots",
            SNAPSHOT,
            "you may take and share snapshots",
            "volumes are copied while in use instead (consistency live)"));
    findings.add(
        judge(
            "port-forward",
            FORWARD,
            "you may reach movers through the API server",
            "no volume can be saved or filled"));
    return findings;
  }

  private Finding reading() {
    if (missing(List.of(new Right("*", "*", "get", "list"))).isEmpty()) {
      return Finding.ok("read objects", "you may read every kind of object");
    }
    return judge(
        "read objects",
        OBJECTS,
        "you may read the usual kinds; others get a failed verdict where they occur",
        "backups of these kinds are incomplete");
  }

  private Finding judge(String check, List<Right> rights, String all, String without) {
    List<String> missing = missing(rights);
    return missing.isEmpty()
        ? Finding.ok(check, all)
        : Finding.warn(
            check,
            without + "; you may not " + String.join("; ", missing),
            "ask for these rights, or work where you have them in single namespaces");
  }

  private List<String> missing(List<Right> rights) {
    List<String> missing = new ArrayList<>();
    for (Right right : rights) {
      List<String> verbs = right.verbs().stream().filter(verb -> !may(verb, right)).toList();
      if (!verbs.isEmpty()) {
        String kind = right.resource().equals("*") ? "all kinds" : right.qualified();
        missing.add(String.join(", ", verbs) + " " + kind);
      }
    }
    return missing;
  }

  private boolean may(String verb, Right right) {
    int slash = right.resource().indexOf('/');
    String resource = slash < 0 ? right.resource() : right.resource().substring(0, slash);
    String subresource = slash < 0 ? null : right.resource().substring(slash + 1);
    SelfSubjectAccessReview answer =
        client
            .resource(
                new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withVerb(verb)
                    .withGroup(right.group())
                    .withResource(resource)
                    .withSubresource(subresource)
                    .endResourceAttributes()
                    .endSpec()
                    .build())
            .create();
    return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
  }
}
