package io.csdr.engine;

import io.csdr.engine.apply.TreeArchive;
import io.csdr.engine.capture.Coverage;
import io.csdr.engine.capture.ObjectCapture;
import io.csdr.engine.cluster.Cluster;
import io.csdr.model.Failure;
import io.csdr.model.ProgressSink;
import io.csdr.model.Selection;
import io.csdr.model.request.Filters;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.tree.TreeBuilder;
import io.csdr.vault.tree.TreeRoot;
import java.nio.file.Path;
import java.util.List;

/// A capture that went into a vault in memory, ready to be restored.
public record StoredCapture(TreeArchive archive, List<Failure> failures) {

  public static StoredCapture of(Cluster cluster, Path folder, String... namespaces) {
    CreateOptions options = CreateOptions.standard();
    Vault vault = Vault.create(new MemoryStore(), options, KeyFile.random(options.id()), "test");
    try (Coverage coverage = new Coverage(folder)) {
      BlobWriter writer = vault.writer(Level.FAST);
      TreeBuilder builder = new TreeBuilder(writer);
      new ObjectCapture(cluster, folder, ProgressSink.NONE)
          .capture(
              new Selection.Namespaces(List.of(namespaces)), Filters.NONE, coverage, builder::add);
      TreeRoot root = builder.finish();
      writer.flush();
      return new StoredCapture(new TreeArchive(vault.reader(), root.id()), coverage.failures());
    }
  }
}
