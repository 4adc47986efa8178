package io.csdr.engine.catalog;

import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Root;
import java.util.Optional;

/// One backup, opened: its resource and the roots of its trees.
public record StoredBackup(CommitHeader header, ApplicationBackup resource) {
  /// The label of the tree of objects.
  public static final String OBJECTS = "objects";

  /// The label of the tree that holds the coverage.
  public static final String COVERAGE = "coverage";

  private static final String VOLUME = "volume/";

  /// The label of the tree of one volume.
  public static String labelOf(PvcRef claim) {
    return VOLUME + claim;
  }

  /// The tree of objects.
  public BlobId objects() {
    return root(OBJECTS)
        .orElseThrow(
            () -> new IllegalStateException("backup " + header.name() + " has no objects"));
  }

  /// The tree of the coverage.
  public Optional<BlobId> coverage() {
    return root(COVERAGE);
  }

  /// The tree of a volume, empty where its data was not saved.
  public Optional<BlobId> volume(PvcRef claim) {
    return root(labelOf(claim));
  }

  private Optional<BlobId> root(String label) {
    return header.roots().stream()
        .filter(root -> root.label().equals(label))
        .map(Root::id)
        .findFirst();
  }
}
