package io.csdr.vault.posix;

/// How a volume is filled. `privileged` restores owners, device nodes, set-user-id and set-group-id and attributes that need
/// rights; without it they are left out and the result says so. `allowDamage` makes a fill that had to leave
/// out files whose content is lost count as done.
public record FillSettings(VolumeSettings volume, boolean privileged, boolean allowDamage) {
  /// What a restore by root needs.
  public static final FillSettings DEFAULT = new FillSettings(VolumeSettings.DEFAULT, true, false);
}
