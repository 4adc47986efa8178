package io.csdr.engine.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a cluster serves: every kind in its group's preferred version, the other versions beside it, and
/// the groups that did not answer.
///
/// `preferred` holds each `resource.group` once; where two groups serve the same objects (`events`,
/// `extensions`), [#cohabitant] tells the twin apart.
public record Discovery(
    List<ApiResource> preferred, List<ApiResource> others, List<DeadGroup> dead) {

  public Discovery {
    preferred = List.copyOf(preferred);
    others = List.copyOf(others);
    dead = List.copyOf(dead);
  }

  /// A group that is registered but whose server does not answer, such as a broken metrics adapter.
  public record DeadGroup(String group, String version, String message) {}

  /// The kind with this plural and group, in its preferred version.
  public Optional<ApiResource> find(String group, String resource) {
    return preferred.stream()
        .filter(r -> r.group().equals(group) && r.resource().equals(resource))
        .findFirst();
  }

  /// The kind that objects of this `apiVersion` and `kind` belong to: that very version if it is served,
  /// else the preferred one of the group.
  public Optional<ApiResource> ofKind(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    List<ApiResource> matches = new ArrayList<>();
    for (ApiResource resource : all()) {
      if (resource.kind().equals(kind) && resource.group().equals(group)) {
        if (resource.apiVersion().equals(apiVersion)) {
          return Optional.of(resource);
        }
        matches.add(resource);
      }
    }
    return matches.stream().findFirst();
  }

  /// Every kind in every served version, preferred versions first.
  public List<ApiResource> all() {
    List<ApiResource> all = new ArrayList<>(preferred);
    all.addAll(others);
    return all;
  }

  /// Whether the same objects are served under another group too, which is the one to store.
  public boolean cohabitant(ApiResource resource) {
    return switch (resource.qualified()) {
      case "events.events.k8s.io" -> find("", "events").isPresent();
      case "deployments.extensions", "daemonsets.extensions", "replicasets.extensions" ->
          find("apps", resource.resource()).isPresent();
      case "networkpolicies.extensions", "ingresses.extensions" ->
          find("networking.k8s.io", resource.resource()).isPresent();
      default -> false;
    };
  }
}
