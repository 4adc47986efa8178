package io.csdr.engine.select;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Discovery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds the kinds that a user's word means: `po`, `pod`, `Pods`, `deployments.apps`, `*.cert-manager.io`.
public final class ResourceNames {
  private static final int NEAR_MATCHES = 3;

  private final Discovery discovery;

  /// Knows the kinds of one cluster.
  public ResourceNames(Discovery discovery) {
    this.discovery = discovery;
  }

  /// All kinds that the word means: one, or several when groups share a name, or a whole group for
  /// `*.GROUP`.
  ///
  /// @throws UsageException when it means nothing here; the message names what comes near
  public List<ApiResource> resolve(String word) {
    String lower = word.strip().toLowerCase(Locale.ROOT);
    List<ApiResource> found = new ArrayList<>();
    for (ApiResource resource : discovery.preferred()) {
      if (!discovery.cohabitant(resource) && means(lower, resource)) {
        found.add(resource);
      }
    }
    boolean deadGroup =
        lower.startsWith("*.")
            && discovery.dead().stream().anyMatch(d -> d.group().equals(lower.substring(2)));
    if (found.isEmpty() && !deadGroup) {
      throw new UsageException(unknown(word, lower));
    }
    return found;
  }

  /// The one kind that the word means; where groups share a name the core group wins, then the first.
  ///
  /// @throws UsageException as [#resolve]
  public ApiResource one(String word) {
    List<ApiResource> found = resolve(word);
    if (found.isEmpty() || word.strip().startsWith("*")) {
      throw new UsageException("'" + word + "' names no single kind of resource");
    }
    return found.stream().filter(r -> r.group().isEmpty()).findFirst().orElse(found.getFirst());
  }

  private static boolean means(String word, ApiResource resource) {
    if (word.startsWith("*.")) {
      return resource.group().equals(word.substring(2));
    }
    int dot = word.indexOf('.');
    if (dot > 0) {
      String group = word.substring(dot + 1);
      String versioned = resource.version() + "." + resource.group();
      boolean groupFits = group.equals(resource.group()) || group.equals(versioned);
      return groupFits && names(resource).contains(word.substring(0, dot));
    }
    return names(resource).contains(word);
  }

  private static Set<String> names(ApiResource resource) {
    Set<String> names = new LinkedHashSet<>();
    names.add(resource.resource());
    names.add(resource.kind().toLowerCase(Locale.ROOT));
    if (!resource.singular().isEmpty()) {
      names.add(resource.singular());
    }
    names.addAll(resource.shortNames());
    return names;
  }

  private String unknown(String word, String lower) {
    String bare = lower.contains(".") ? lower.substring(0, lower.indexOf('.')) : lower;
    List<String> near =
        discovery.preferred().stream()
            .filter(r -> distance(bare, r) <= Math.max(1, bare.length() / 3))
            .sorted(Comparator.comparingInt(r -> distance(bare, r)))
            .map(ApiResource::qualified)
            .distinct()
            .limit(NEAR_MATCHES)
            .toList();
    String message = "this cluster serves no resource '" + word + "'";
    return near.isEmpty()
        ? message + "; kubectl api-resources lists those it serves"
        : message + "; did you mean " + String.join(", ", near) + "?";
  }

  private static int distance(String word, ApiResource resource) {
    return names(resource).stream()
        .mapToInt(name -> EditDistance.between(word, name))
        .min()
        .orElse(Integer.MAX_VALUE);
  }
}
