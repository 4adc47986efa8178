package io.csdr.engine.browse;

import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.vault.posix.FillResult;
import java.util.ArrayList;
import java.util.List;

/// Adds up what a copy made.
final class Tally {
  private final List<String> skipped = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private long objects;
  private long entries;
  private long bytes;

  void object(long size) {
    objects++;
    bytes += size;
  }

  void volume(FillResult result) {
    entries += result.entries();
    bytes += result.bytes();
    skipped.addAll(result.skipped());
    problems.addAll(result.problems());
    lost.addAll(result.damaged());
  }

  /// A volume without data, of which the backup says what became of it.
  void absent(PvcRef claim, VolumeStatus volume) {
    String place = claim.namespace() + "/volumes/" + claim.name();
    switch (volume.verdict()) {
      case "saved" ->
          lost.add(place + ": the backup says that this volume was saved, but has no data of it");
      case "failed" -> skipped.add(place + ": this volume was not saved: " + volume.reason());
      default -> {
        // The user excluded it.
      }
    }
  }

  CopyReport report() {
    return new CopyReport(objects, entries, bytes, skipped, problems, lost);
  }
}
