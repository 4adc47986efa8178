package io.csdr.engine.select;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.ObjectRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Objects that point at an application rather than being named by it: a Service selects its pods, an
/// HPA scales it, a RoleBinding empowers its account. What is known of the application is fed to
/// [#know]; afterwards [#concerns] tells whether another object of its namespace belongs to it.
public final class Dependents {
  /// Kinds of one namespace worth asking about, `resource.group`.
  public static final List<String> NAMESPACED =
      List.of(
          "services",
          "endpointslices.discovery.k8s.io",
          "endpoints",
          "horizontalpodautoscalers.autoscaling",
          "poddisruptionbudgets.policy",
          "ingresses.networking.k8s.io",
          "networkpolicies.networking.k8s.io",
          "rolebindings.rbac.authorization.k8s.io",
          "persistentvolumeclaims");

  private final Set<ObjectRef> members = new HashSet<>();
  private final List<Map<String, String>> podLabels = new ArrayList<>();
  private final List<Pattern> claimNames = new ArrayList<>();

  /// Takes note of one object of the application.
  public void know(ObjectRef ref, KubeObject object) {
    members.add(ref);
    PodTemplates.of(object)
        .ifPresent(template -> podLabels.add(KubeObject.strings(template.at("/metadata/labels"))));
    for (JsonNode template : object.at("/spec/volumeClaimTemplates")) {
      String prefix = template.at("/metadata/name").asText("") + "-" + object.name() + "-";
      claimNames.add(Pattern.compile(Pattern.quote(prefix) + "\\d+"));
    }
  }

  /// Whether this object of the same namespace belongs to the application.
  public boolean concerns(KubeObject object) {
    return switch (object.kind()) {
      case "Service" -> selects(object);
      case "Endpoints" -> members.contains(ref("", "services", object, object.name()));
      case "EndpointSlice" ->
          members.contains(
              ref(
                  "",
                  "services",
                  object,
                  object.labels().getOrDefault("kubernetes.io/service-name", "")));
      case "PodDisruptionBudget" -> selectsPods(object.at("/spec/selector"));
      case "NetworkPolicy" -> selectsPods(object.at("/spec/podSelector"));
      case "PersistentVolumeClaim" ->
          claimNames.stream().anyMatch(name -> name.matcher(object.name()).matches());
      case "HorizontalPodAutoscaler" -> pointsAtMember(object, "deployments", "statefulsets");
      case "Ingress" -> pointsAtMember(object, "services");
      case "RoleBinding" -> pointsAtMember(object, "serviceaccounts");
      default -> false;
    };
  }

  /// Whether a pod is one of the application's.
  public boolean runs(KubeObject pod) {
    return podLabels.stream()
        .anyMatch(
            labels -> !labels.isEmpty() && pod.labels().entrySet().containsAll(labels.entrySet()));
  }

  private boolean selects(KubeObject service) {
    return podLabels.stream()
        .anyMatch(labels -> LabelSelectors.matchesMap(service.at("/spec/selector"), labels));
  }

  private boolean selectsPods(JsonNode selector) {
    return podLabels.stream().anyMatch(labels -> LabelSelectors.matches(selector, labels));
  }

  private boolean pointsAtMember(KubeObject object, String... resources) {
    Set<String> wanted = Set.of(resources);
    // An account that every namespace has is no sign of belonging together.
    return References.targets(object).stream()
        .filter(ref -> wanted.contains(ref.resource()))
        .filter(ref -> !(ref.resource().equals("serviceaccounts") && ref.name().equals("default")))
        .anyMatch(members::contains);
  }

  private static ObjectRef ref(String group, String resource, KubeObject near, String name) {
    return new ObjectRef(group, resource, near.namespace(), name);
  }
}
