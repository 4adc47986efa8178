package io.csdr.vault.tree;

/// What a tree holds.
public enum TreeForm {
  /// Directories, files and so on.
  FILES,
  /// One block device.
  BLOCK
}
