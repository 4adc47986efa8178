package io.csdr.engine.apply;

import io.csdr.engine.rules.RewriteContext;
import io.csdr.model.Failure;
import io.csdr.model.request.ExistingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a restore will do, item by item in order, and with which settings.
public record RestorePlan(List<PlanItem> items, RewriteContext context, ExistingPolicy existing) {
  public RestorePlan {
    items = List.copyOf(items);
  }

  /// How many items there are per [PlanAction#word()].
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    items.forEach(item -> counts.merge(item.action().word(), 1L, Long::sum));
    return counts;
  }

  /// The items that cannot be restored.
  public List<Failure> refusals() {
    List<Failure> failures = new ArrayList<>();
    for (PlanItem item : items) {
      if (item.action() instanceof PlanAction.Refuse(Failure failure)) {
        failures.add(failure);
      }
    }
    return failures;
  }
}
