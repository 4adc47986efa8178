package io.csdr.vault.index;

import io.csdr.vault.pack.BlobEntry;
import java.util.List;

/// One pack and all that it holds.
public record PackContent(PackInfo pack, List<BlobEntry> entries) {
  public PackContent {
    entries = List.copyOf(entries);
  }
}
