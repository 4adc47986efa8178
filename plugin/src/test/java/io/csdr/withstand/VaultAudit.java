package io.csdr.withstand;

import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.store.DirectoryStore;
import io.csdr.vault.tree.BlobVisitor;
import io.csdr.vault.tree.TreeReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a vault to the last byte, without the plugin.
record VaultAudit(Path directory, Path keys) {

  /// The ids of all runs that the vault knows.
  List<String> runs() {
    try (Vault vault = open()) {
      return vault.runs().stream().map(Run::runId).toList();
    }
  }

  /// The ids of the runs that have no end, and so wait for somebody to clean up after them.
  List<String> unended() {
    try (Vault vault = open()) {
      return vault.runs().stream()
          .filter(run -> vault.outcome(run).isEmpty())
          .map(Run::runId)
          .toList();
    }
  }

  /// The names of all backups.
  List<String> backups() {
    try (Vault vault = open()) {
      return vault.commits().stream().map(CommitHeader::name).toList();
    }
  }

  /// Everything that any backup needs and that cannot be read; empty for a sound vault.
  List<String> lost() {
    List<String> lost = Collections.synchronizedList(new ArrayList<>());
    try (Vault vault = open()) {
      Set<BlobId> needed = new HashSet<>();
      for (CommitHeader commit : vault.commits()) {
        for (Root root : commit.roots()) {
          try {
            TreeReader.forEachBlob(vault.reader(), root.id(), new Collector(needed));
          } catch (VaultException e) {
            lost.add(commit.name() + " " + root.label() + ": " + e.getMessage());
          }
        }
      }
      vault.reader().fetch(needed, new Check(lost));
    }
    return List.copyOf(lost);
  }

  private record Collector(Set<BlobId> needed) implements BlobVisitor {
    @Override
    public boolean page(BlobId id) {
      return needed.add(id);
    }

    @Override
    public void content(BlobId id) {
      needed.add(id);
    }
  }

  private record Check(List<String> lost) implements BlobReceiver {
    @Override
    public void received(BlobId id, byte[] plain) {}

    @Override
    public void lost(BlobId id, VaultException why) {
      lost.add(id + ": " + why.getMessage());
    }
  }

  /// Opens it with the user's key.
  Vault open() {
    DirectoryStore store = DirectoryStore.open(directory);
    return Vault.open(store, KeySource.of(KeyFile.parse(keyText(Vault.idOf(store) + ".key"))));
  }

  private String keyText(String name) {
    try (Stream<Path> files = Files.list(keys)) {
      return Files.readString(files.filter(file -> file.endsWith(name)).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
