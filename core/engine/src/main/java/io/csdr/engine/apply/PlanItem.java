package io.csdr.engine.apply;

import io.csdr.model.ObjectRef;

/// One object of a plan: where it lies in the backup, what it is called there and in the target, its uid
/// there, its place in the order, and what happens to it.
public record PlanItem(
    String path,
    ObjectRef source,
    ObjectRef target,
    String sourceUid,
    Stage stage,
    PlanAction action) {

  /// A place in the order: all of a wave's level 0, then level 1 (whose owners are in level 0), and on.
  public record Stage(Wave wave, int level) implements Comparable<Stage> {
    @Override
    public int compareTo(Stage other) {
      int order = wave.compareTo(other.wave);
      return order == 0 ? Integer.compare(level, other.level) : order;
    }
  }

  /// The same at another place.
  PlanItem at(Stage place) {
    return new PlanItem(path, source, target, sourceUid, place, action);
  }
}
