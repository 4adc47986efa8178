package io.csdr.engine.apply;

import io.csdr.engine.apply.PlanItem.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts every item after its owners: into their wave if that is later than its own, and one level below.
final class StageOrder {
  private static final int DEEPEST = 100;

  private final List<PlanItem> items;
  private final Map<String, List<String>> owners;
  private final Map<String, PlanItem> byUid = new HashMap<>();
  private final Map<String, Stage> settled = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();

  /// `owners` has the uids of owners by the uid of the owned.
  StageOrder(List<PlanItem> items, Map<String, List<String>> owners) {
    this.items = items;
    this.owners = owners;
    items.forEach(item -> byUid.put(item.sourceUid(), item));
  }

  List<PlanItem> ordered() {
    List<PlanItem> ordered = new ArrayList<>();
    for (PlanItem item : items) {
      ordered.add(item.at(stage(item)));
    }
    ordered.sort(Comparator.comparing(PlanItem::stage));
    return ordered;
  }

  private Stage stage(PlanItem item) {
    String uid = item.sourceUid();
    Stage known = settled.get(uid);
    if (known != null) {
      return known;
    }
    Stage stage = item.stage();
    // Objects that own each other in a circle or endlessly are hostile or broken: any order will
    // do.
    if (underWay.size() > DEEPEST || !underWay.add(uid)) {
      return stage;
    }
    for (String ownerUid : owners.getOrDefault(uid, List.of())) {
      PlanItem owner = byUid.get(ownerUid);
      if (owner != null && !ownerUid.equals(uid)) {
        Stage after = stage(owner);
        Stage below = new Stage(after.wave(), after.level() + 1);
        stage = stage.compareTo(below) >= 0 ? stage : below;
      }
    }
    underWay.remove(uid);
    settled.put(uid, stage);
    return stage;
  }
}
