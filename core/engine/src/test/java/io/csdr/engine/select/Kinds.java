package io.csdr.engine.select;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Discovery;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A small cluster's discovery, for tests.
public final class Kinds {
  private static final Set<String> ALL =
      Set.of("list", "get", "create", "delete", "patch", "watch");

  private Kinds() {}

  public static Discovery discovery() {
    return new Discovery(
        List.of(
            kind("", "v1", "pods", "Pod", true, "po"),
            kind("", "v1", "services", "Service", true, "svc"),
            kind("", "v1", "configmaps", "ConfigMap", true, "cm"),
            kind("", "v1", "secrets", "Secret", true),
            kind("", "v1", "serviceaccounts", "ServiceAccount", true, "sa"),
            kind("", "v1", "endpoints", "Endpoints", true, "ep"),
            kind("", "v1", "events", "Event", true, "ev"),
            kind("", "v1", "namespaces", "Namespace", false, "ns"),
            kind("", "v1", "nodes", "Node", false, "no"),
            kind("", "v1", "persistentvolumes", "PersistentVolume", false, "pv"),
            kind("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, "pvc"),
            kind("apps", "v1", "deployments", "Deployment", true, "deploy"),
            kind("apps", "v1", "replicasets", "ReplicaSet", true, "rs"),
            kind("apps", "v1", "statefulsets", "StatefulSet", true, "sts"),
            kind("batch", "v1", "jobs", "Job", true),
            kind("events.k8s.io", "v1", "events", "Event", true, "ev"),
            kind("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true),
            kind("serving.example.dev", "v1", "services", "Service", true, "ksvc"),
            kind(
                "apiextensions.k8s.io",
                "v1",
                "customresourcedefinitions",
                "CustomResourceDefinition",
                false,
                "crd"),
            kind("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
            new ApiResource(
                "metrics.k8s.io",
                "v1",
                "pods",
                "PodMetrics",
                "",
                List.of(),
                true,
                Set.of("get", "list"))),
        List.of(kind("apps", "v1beta2", "deployments", "Deployment", true)),
        List.of(new Discovery.DeadGroup("custom.metrics.k8s.io", "v1", "it is down")));
  }

  public static ApiResource of(String group, String resource) {
    return discovery().find(group, resource).orElseThrow();
  }

  private static ApiResource kind(
      String group,
      String version,
      String resource,
      String kind,
      boolean namespaced,
      String... shortNames) {
    String singular = kind.toLowerCase(Locale.ROOT);
    return new ApiResource(
        group, version, resource, kind, singular, List.of(shortNames), namespaced, ALL);
  }
}
