package io.csdr.engine.apply;

import io.csdr.engine.cluster.ApiResource;
import java.util.Locale;

/// The order of a restore: what a wave makes may be needed by the next. Services come before workloads,
/// whose pods get their addresses as environment; quotas after them, so as not to refuse what fits;
/// webhooks last, when their pods can answer.
public enum Wave {
  NAMESPACES,
  DEFINITIONS,
  CLUSTER,
  CONFIGURATION,
  BINDINGS,
  CLAIMS,
  SERVICES,
  CUSTOM,
  WORKLOADS,
  POLICIES,
  HOOKS;

  /// The wave of objects of this kind.
  static Wave of(ApiResource kind) {
    return switch (kind.qualified()) {
      case "namespaces" -> NAMESPACES;
      case "customresourcedefinitions.apiextensions.k8s.io" -> DEFINITIONS;
      case "serviceaccounts",
          "secrets",
          "configmaps",
          "limitranges",
          "roles.rbac.authorization.k8s.io",
          "networkpolicies.networking.k8s.io" ->
          CONFIGURATION;
      case "clusterrolebindings.rbac.authorization.k8s.io",
          "rolebindings.rbac.authorization.k8s.io" ->
          BINDINGS;
      case "persistentvolumeclaims" -> CLAIMS;
      case "services", "endpoints", "endpointslices.discovery.k8s.io" -> SERVICES;
      case "pods",
          "replicationcontrollers",
          "replicasets.apps",
          "deployments.apps",
          "statefulsets.apps",
          "daemonsets.apps",
          "jobs.batch",
          "cronjobs.batch" ->
          WORKLOADS;
      case "resourcequotas",
          "ingresses.networking.k8s.io",
          "horizontalpodautoscalers.autoscaling",
          "poddisruptionbudgets.policy" ->
          POLICIES;
      case "mutatingwebhookconfigurations.admissionregistration.k8s.io",
          "validatingwebhookconfigurations.admissionregistration.k8s.io",
          "validatingadmissionpolicies.admissionregistration.k8s.io",
          "validatingadmissionpolicybindings.admissionregistration.k8s.io",
          "mutatingadmissionpolicies.admissionregistration.k8s.io",
          "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
          "apiservices.apiregistration.k8s.io" ->
          HOOKS;
      default -> ofOthers(kind);
    };
  }

  private static Wave ofOthers(ApiResource kind) {
    boolean kubernetes = !kind.group().contains(".") || kind.group().endsWith(".k8s.io");
    return kind.namespaced() || !kubernetes ? CUSTOM : CLUSTER;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
