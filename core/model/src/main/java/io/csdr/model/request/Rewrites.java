package io.csdr.model.request;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How objects differ at the target from what was saved. Maps lead from old to new: names of namespaces and
/// of storage classes, zones, and leading parts of image references. `replicas`, where given, is how many
/// pods each workload starts with.
public record Rewrites(
    Map<String, String> namespaces,
    Map<String, String> storageClasses,
    Map<String, String> zones,
    Map<String, String> images,
    boolean keepNodePorts,
    boolean stripAffinity,
    @Nullable Integer replicas) {
  /// Everything comes back as it was.
  public static final Rewrites NONE =
      new Rewrites(Map.of(), Map.of(), Map.of(), Map.of(), false, false, null);

  public Rewrites {
    namespaces = Map.copyOf(namespaces);
    storageClasses = Map.copyOf(storageClasses);
    zones = Map.copyOf(zones);
    images = Map.copyOf(images);
    if (replicas != null && replicas < 0) {
      throw new IllegalArgumentException("replicas is " + replicas);
    }
  }

  /// The namespace that objects of `source` go to.
  public String namespace(String source) {
    return namespaces.getOrDefault(source, source);
  }

  /// The class that volumes of class `source` get.
  public String storageClass(String source) {
    return storageClasses.getOrDefault(source, source);
  }

  /// The zone that stands for `source`.
  public String zone(String source) {
    return zones.getOrDefault(source, source);
  }

  /// The image that stands for `reference`, whose longest beginning among the old ones is replaced. A short
  /// reference such as `nginx` is also read as `docker.io/library/nginx`. A beginning ends where a part of the
  /// reference does: `team` is none of `teamwork/web`.
  public String image(String reference) {
    String full = full(reference);
    return images.keySet().stream()
        .filter(old -> begins(reference, old) || begins(full, old))
        .max(Comparator.comparingInt(String::length))
        .map(old ->
            images.get(old) + (begins(reference, old) ? reference : full).substring(old.length()))
        .orElse(reference);
  }

  private static boolean begins(String reference, String part) {
    if (!reference.startsWith(part)) {
      return false;
    }
    String rest = reference.substring(part.length());
    boolean tag = rest.startsWith(":") && rest.indexOf('/') < 0;
    return part.endsWith("/")
        || rest.isEmpty()
        || rest.startsWith("/")
        || rest.startsWith("@")
        || tag;
  }

  /// With the registry that a short reference means.
  private static String full(String reference) {
    int slash = reference.indexOf('/');
    if (slash < 0) {
      return "docker.io/library/" + reference;
    }
    String host = reference.substring(0, slash);
    boolean named = host.contains(".") || host.contains(":") || host.equals("localhost");
    return named ? reference : "docker.io/" + reference;
  }
}
