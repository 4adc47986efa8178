package io.csdr.engine.select;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Discovery;
import io.csdr.model.request.Filters;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The user's `--include-resources` and `--exclude-resources`, resolved against one cluster.
public final class KindFilter {
  /// The rule of kinds that the user left out.
  public static final String EXCLUDED = "--exclude-resources";

  /// The rule of kinds that the user's list of included ones leaves out.
  public static final String NOT_INCLUDED = "--include-resources";

  private final boolean everything;
  private final Set<String> included = new HashSet<>();
  private final Set<String> excluded = new HashSet<>();
  private final Set<String> excludedGroups = new HashSet<>();

  /// Resolves every word.
  ///
  /// @throws UsageException when one means nothing in this cluster
  public KindFilter(Filters filters, Discovery discovery) {
    ResourceNames names = new ResourceNames(discovery);
    everything = filters.include().isEmpty() || filters.include().contains("*");
    for (String word : filters.include()) {
      if (!word.equals("*")) {
        add(names.resolve(word), included);
      }
    }
    for (String word : filters.exclude()) {
      if (word.equals("*")) {
        throw new UsageException("--exclude-resources '*' would leave nothing");
      }
      if (word.startsWith("*.")) {
        excludedGroups.add(word.substring(2));
      }
      add(names.resolve(word), excluded);
    }
  }

  /// The flag that leaves this kind out, or empty when it passes.
  public Optional<String> excludes(ApiResource resource) {
    if (excluded.contains(resource.qualified())) {
      return Optional.of(EXCLUDED);
    }
    if (!everything && !included.contains(resource.qualified())) {
      return Optional.of(NOT_INCLUDED);
    }
    return Optional.empty();
  }

  /// Whether the user left a whole group out with `*.GROUP`.
  public boolean excludesGroup(String group) {
    return excludedGroups.contains(group);
  }

  private static void add(List<ApiResource> resources, Set<String> to) {
    resources.forEach(resource -> to.add(resource.qualified()));
  }
}
