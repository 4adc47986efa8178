package io.csdr.vault.tree;

/// The totals of a tree. `entries` are all, the tree's own directory among them; `bytes` is the sum of the sizes of
/// regular files, holes included, hard links counted once, at most [Long#MAX_VALUE], or the size of the device.
public record TreeStats(TreeForm form, long entries, long directories, long files, long bytes) {}
