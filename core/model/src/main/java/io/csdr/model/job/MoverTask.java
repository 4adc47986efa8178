package io.csdr.model.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// What one mover has to do. It travels as JSON over the authenticated channel, never in a pod spec.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MoverTask.SaveVolume.class, name = "save"),
  @JsonSubTypes.Type(value = MoverTask.FillVolume.class, name = "fill")
})
public sealed interface MoverTask {
  /// Where the volume is mounted (directory) or attached (device) inside the pod.
  String path();

  /// Whether `path` is a block device.
  boolean block();

  /// Save the volume; `parent` is the tree of the last backup of the same claim (64 hexadecimal digits),
  /// whose unchanged files need not be read again, and `compression` one of none, fast, balanced, max.
  /// `cutMillis` is when the snapshot was cut, in milliseconds since 1970; null for a volume as it is now.
  record SaveVolume(
      String path,
      boolean block,
      @Nullable String parent,
      String compression,
      @Nullable Long cutMillis)
      implements MoverTask {}

  /// Fill the empty volume from the tree `root`; `allowDamage` goes on past files whose data is lost.
  record FillVolume(String path, boolean block, String root, boolean allowDamage)
      implements MoverTask {}
}
