package io.csdr.engine.browse;

import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.vault.posix.EntryNotes;
import io.csdr.vault.posix.FillResult;
import java.util.List;

/// Adds up what a copy made.
final class Tally {
  private EntryNotes skipped = EntryNotes.NONE;
  private EntryNotes problems = EntryNotes.NONE;
  private EntryNotes lost = EntryNotes.NONE;
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
    skipped = skipped.plus(result.skipped());
    problems = problems.plus(result.problems());
    lost = lost.plus(result.damaged());
  }

  /// A volume without data, of which the backup says what became of it.
  void absent(PvcRef claim, VolumeStatus volume) {
    String place = claim.namespace() + "/volumes/" + claim.name();
    switch (volume.verdict()) {
      case "saved" ->
          lost =
              lost.plus(
                  note(place, "the backup says that this volume was saved, but has no data of it"));
      case "failed" ->
          skipped = skipped.plus(note(place, "this volume was not saved: " + volume.reason()));
      default -> {
        // The user excluded it.
      }
    }
  }

  private static EntryNotes note(String place, String why) {
    return new EntryNotes(1, List.of(place + ": " + why));
  }

  CopyReport report() {
    return new CopyReport(objects, entries, bytes, skipped, problems, lost);
  }
}
