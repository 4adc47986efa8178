package io.csdr.engine.apply;

import io.csdr.model.Failure;
import java.util.List;

/// What a restore does with one object. Differences are JSON pointers with both values, in words.
public sealed interface PlanAction {
  /// It is not there: make it.
  record Create() implements PlanAction {}

  /// It is there and differs: bring it to the state of the backup.
  record Update(List<String> differences) implements PlanAction {}

  /// It is there and differs: delete that very object (`uid`) and make it anew.
  record Replace(String uid, List<String> differences) implements PlanAction {}

  /// It (`uid`) is a claim that is there, and the backup has its data. The gate either puts a filled claim
  /// in its place, without deleting it before, or leaves it as it is; `replaces` says which.
  record Fill(String uid, boolean replaces) implements PlanAction {}

  /// It (`uid`) is there and is what the backup has.
  record Unchanged(String uid) implements PlanAction {}

  /// It (`uid`) is there, differs, and stays as it is.
  record Leave(String uid, List<String> differences) implements PlanAction {}

  /// It is not restored, for this reason.
  record Skip(String reason) implements PlanAction {}

  /// It cannot be restored.
  record Refuse(Failure failure) implements PlanAction {}

  /// One word: create, update, replace, unchanged, leave, skip or refuse.
  default String word() {
    return switch (this) {
      case Create ignored -> "create";
      case Update ignored -> "update";
      case Replace ignored -> "replace";
      case Fill fill -> fill.replaces() ? "replace" : "leave";
      case Unchanged ignored -> "unchanged";
      case Leave ignored -> "leave";
      case Skip ignored -> "skip";
      case Refuse ignored -> "refuse";
    };
  }
}
