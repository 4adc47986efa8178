package io.csdr.model.request;

import io.csdr.model.Consistency;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One backup to be made. `required`, where given, makes every weaker volume a failure; `parallel` is how
/// many volumes move at a time; `compression` is none, fast, balanced or max.
public record BackupRequest(
    String name,
    Selection selection,
    Filters filters,
    VolumeMode volumes,
    @Nullable Consistency required,
    int parallel,
    Duration ttl,
    String compression,
    ImageSource image) {
  public BackupRequest {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel is " + parallel);
    }
  }

  /// Whether the other request asks for the same backup; how it is moved may differ.
  public boolean saves(BackupRequest other) {
    return name.equals(other.name)
        && selection.equals(other.selection)
        && filters.equals(other.filters)
        && volumes == other.volumes
        && required == other.required
        && ttl.equals(other.ttl);
  }
}
