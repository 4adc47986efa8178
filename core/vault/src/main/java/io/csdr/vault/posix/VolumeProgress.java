package io.csdr.vault.posix;

/// Is told how far a volume is, a few times a second and at the end, by any thread; must return quickly.
@FunctionalInterface
public interface VolumeProgress {
  /// Sees nothing.
  VolumeProgress NONE = (entries, bytes, totalEntries, totalBytes) -> {};

  /// Entries and plain bytes that are done, of totals that are 0 while unknown.
  void at(long entries, long bytes, long totalEntries, long totalBytes);
}
