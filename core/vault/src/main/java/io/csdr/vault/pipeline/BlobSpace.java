package io.csdr.vault.pipeline;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.index.BlobIndex;
import io.csdr.vault.index.IndexFiles;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.index.Tombstones;
import io.csdr.vault.key.VaultKeys;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.Store;
import java.util.List;
import java.util.Map;

/// The blobs of one vault: all that a mover needs of it. The index is loaded with the first reader or
/// writer and brought up to date with each further one.
public final class BlobSpace {
  private final Store store;
  private final VaultKeys keys;
  private final Suite suite;
  private final BlobIndex index = new BlobIndex();
  private final IndexFiles files;

  /// `suite` is what new packs and segments are sealed with.
  public BlobSpace(Store store, VaultKeys keys, Suite suite) {
    this.store = store;
    this.keys = keys;
    this.suite = suite;
    this.files = new IndexFiles(store, keys, suite, index);
  }

  /// A writer that reuses what the vault has now. The run that it works for must have been started
  /// before, because garbage collection waits for runs that it sees.
  public BlobWriter writer(WriterSettings settings) {
    refresh();
    index.doom(Tombstones.packs(store, keys));
    PackSink sink = new PackSink(store, keys, suite, files, settings);
    return new PackingWriter(keys, index, sink, settings);
  }

  /// A reader of all that the vault has now.
  public BlobReader reader() {
    refresh();
    return new PackReader(store, keys, index, files);
  }

  /// Loads index segments that others wrote meanwhile.
  public void refresh() {
    files.refresh();
  }

  /// Index segments that could not be read, by store key; blobs that only they know are lost.
  public Map<String, VaultException> damagedIndex() {
    return files.damaged();
  }

  /// The packs that hold the blob; none where the index does not know it.
  public List<PackId> packsOf(BlobId id) {
    return index.find(id).stream().map(place -> place.pack().id()).toList();
  }

  /// The packs that the index names.
  public List<PackInfo> packs() {
    return index.packs();
  }
}
