package io.csdr.engine.select;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.ObjectRef;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The objects that an object names, as far as built-in kinds go: those that it needs to work, and those
/// that it is there for. Whether they exist is not looked up; groups are those that today's API servers
/// prefer.
public final class References {
  private static final String RBAC = "rbac.authorization.k8s.io";

  private final KubeObject object;
  private final @Nullable String namespace;
  private final Set<ObjectRef> found = new LinkedHashSet<>();

  private References(KubeObject object) {
    this.object = object;
    this.namespace = object.namespace();
  }

  /// What the object needs: a pod its ConfigMaps, a claim its StorageClass, a binding its role.
  public static Set<ObjectRef> needs(KubeObject object) {
    References references = new References(object);
    references.collectNeeds();
    return references.found;
  }

  /// What the object serves: an Ingress its Services, a binding its accounts, an HPA its workload.
  public static Set<ObjectRef> targets(KubeObject object) {
    References references = new References(object);
    references.collectTargets();
    return references.found;
  }

  private void collectNeeds() {
    PodTemplates.spec(object).ifPresent(this::podSpec);
    switch (object.group() + "/" + object.kind()) {
      case "apps/StatefulSet" -> statefulSet();
      case "/PersistentVolumeClaim" -> claim(object.at("/spec"));
      case "/PersistentVolume" -> volume();
      case "/ServiceAccount" -> account();
      case "rbac.authorization.k8s.io/RoleBinding",
          "rbac.authorization.k8s.io/ClusterRoleBinding" ->
          binding();
      case "networking.k8s.io/Ingress", "extensions/Ingress" -> ingress();
      case "gateway.networking.k8s.io/Gateway" -> gateway();
      default -> {}
    }
  }

  private void collectTargets() {
    switch (object.group() + "/" + object.kind()) {
      case "rbac.authorization.k8s.io/RoleBinding",
          "rbac.authorization.k8s.io/ClusterRoleBinding" ->
          subjects();
      case "networking.k8s.io/Ingress", "extensions/Ingress" -> backends();
      case "autoscaling/HorizontalPodAutoscaler" -> autoscaler();
      default -> {}
    }
  }

  private void podSpec(ObjectNode spec) {
    String account = spec.path("serviceAccountName").asText("default");
    local("serviceaccounts", account);
    for (JsonNode secret : spec.path("imagePullSecrets")) {
      local("secrets", secret.path("name").asText(""));
    }
    global("scheduling.k8s.io", "priorityclasses", spec.path("priorityClassName").asText(""));
    global("node.k8s.io", "runtimeclasses", spec.path("runtimeClassName").asText(""));
    for (JsonNode volume : spec.path("volumes")) {
      podVolume(volume);
    }
    for (String list : new String[] {"containers", "initContainers", "ephemeralContainers"}) {
      spec.path(list).forEach(this::container);
    }
    for (JsonNode resource : spec.path("resourceClaims")) {
      local("resource.k8s.io", "resourceclaims", resource.path("resourceClaimName").asText(""));
      local(
          "resource.k8s.io",
          "resourceclaimtemplates",
          resource.path("resourceClaimTemplateName").asText(""));
    }
  }

  private void podVolume(JsonNode volume) {
    local("configmaps", volume.path("configMap").path("name").asText(""));
    local("secrets", volume.path("secret").path("secretName").asText(""));
    local("persistentvolumeclaims", volume.at("/persistentVolumeClaim/claimName").asText(""));
    claim(volume.at("/ephemeral/volumeClaimTemplate/spec"));
    for (JsonNode source : volume.path("projected").path("sources")) {
      local("configmaps", source.path("configMap").path("name").asText(""));
      local("secrets", source.path("secret").path("name").asText(""));
    }
    // rbd, cephfs, iscsi, flexVolume, csi …: each names its Secret the same way.
    for (JsonNode source : volume) {
      local("secrets", source.path("secretRef").path("name").asText(""));
      local("secrets", source.path("nodePublishSecretRef").path("name").asText(""));
    }
  }

  private void container(JsonNode container) {
    for (JsonNode variable : container.path("env")) {
      JsonNode from = variable.path("valueFrom");
      local("configmaps", from.path("configMapKeyRef").path("name").asText(""));
      local("secrets", from.path("secretKeyRef").path("name").asText(""));
    }
    for (JsonNode from : container.path("envFrom")) {
      local("configmaps", from.path("configMapRef").path("name").asText(""));
      local("secrets", from.path("secretRef").path("name").asText(""));
    }
  }

  private void statefulSet() {
    local("services", object.text("/spec/serviceName"));
    for (JsonNode template : object.at("/spec/volumeClaimTemplates")) {
      claim(template.path("spec"));
    }
  }

  private void claim(JsonNode spec) {
    global("storage.k8s.io", "storageclasses", spec.path("storageClassName").asText(""));
    global(
        "storage.k8s.io",
        "volumeattributesclasses",
        spec.path("volumeAttributesClassName").asText(""));
    global("", "persistentvolumes", spec.path("volumeName").asText(""));
  }

  private void volume() {
    global("storage.k8s.io", "storageclasses", object.text("/spec/storageClassName"));
    for (JsonNode source : object.at("/spec")) {
      for (JsonNode value : source) {
        if (value.hasNonNull("name") && value.hasNonNull("namespace")) {
          String secret = value.path("name").asText();
          add(new ObjectRef("", "secrets", value.path("namespace").asText(), secret));
        }
      }
    }
  }

  private void account() {
    for (String list : new String[] {"/secrets", "/imagePullSecrets"}) {
      for (JsonNode secret : object.at(list)) {
        local("secrets", secret.path("name").asText(""));
      }
    }
  }

  private void binding() {
    String role = object.text("/roleRef/name");
    if (object.text("/roleRef/kind").equals("ClusterRole")) {
      global(RBAC, "clusterroles", role);
    } else {
      local(RBAC, "roles", role);
    }
  }

  private void subjects() {
    for (JsonNode subject : object.at("/subjects")) {
      if (subject.path("kind").asText("").equals("ServiceAccount")) {
        String where = subject.path("namespace").asText(namespace == null ? "" : namespace);
        if (!where.isEmpty()) {
          add(new ObjectRef("", "serviceaccounts", where, subject.path("name").asText("")));
        }
      }
    }
  }

  private void ingress() {
    global("networking.k8s.io", "ingressclasses", object.text("/spec/ingressClassName"));
    String annotated = object.annotations().getOrDefault("kubernetes.io/ingress.class", "");
    global("networking.k8s.io", "ingressclasses", annotated);
    for (JsonNode tls : object.at("/spec/tls")) {
      local("secrets", tls.path("secretName").asText(""));
    }
  }

  private void backends() {
    backend(object.at("/spec/defaultBackend"));
    for (JsonNode rule : object.at("/spec/rules")) {
      rule.at("/http/paths").forEach(path -> backend(path.path("backend")));
    }
  }

  private void backend(JsonNode backend) {
    local("services", backend.path("service").path("name").asText(""));
  }

  private void autoscaler() {
    String target = object.text("/spec/scaleTargetRef/name");
    switch (object.text("/spec/scaleTargetRef/kind")) {
      case "Deployment" -> local("apps", "deployments", target);
      case "StatefulSet" -> local("apps", "statefulsets", target);
      case "ReplicaSet" -> local("apps", "replicasets", target);
      default -> {}
    }
  }

  private void gateway() {
    global("gateway.networking.k8s.io", "gatewayclasses", object.text("/spec/gatewayClassName"));
    for (JsonNode listener : object.at("/spec/listeners")) {
      for (JsonNode certificate : listener.at("/tls/certificateRefs")) {
        if (!certificate.hasNonNull("namespace")) {
          local("secrets", certificate.path("name").asText(""));
        }
      }
    }
  }

  private void local(String resource, String name) {
    local("", resource, name);
  }

  private void local(String group, String resource, String name) {
    if (namespace != null) {
      add(new ObjectRef(group, resource, namespace, name));
    }
  }

  private void global(String group, String resource, String name) {
    add(new ObjectRef(group, resource, null, name));
  }

  private void add(ObjectRef ref) {
    if (!ref.name().isEmpty()) {
      found.add(ref);
    }
  }
}
