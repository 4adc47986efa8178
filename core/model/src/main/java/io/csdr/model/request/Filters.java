package io.csdr.model.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Narrows a selection by kind and label. Resource names are as the user typed them: plural, singular,
/// kind, short name or `resource.group`; empty `include` means every kind.
public record Filters(List<String> include, List<String> exclude, @Nullable String labelSelector) {
  /// Lets everything pass.
  public static final Filters NONE = new Filters(List.of(), List.of(), null);

  public Filters {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
