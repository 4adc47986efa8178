package io.csdr.engine.volume.channel;

import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.index.IndexFiles;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.pack.PackKind;
import io.csdr.vault.tree.BlobVisitor;
import io.csdr.vault.tree.TreeReader;
import io.csdr.vault.tunnel.StoreAccess;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which packs one task may open: those of the tree it is about, and to a saver every new one.
///
/// A saver opens the pages of the parent tree, because unchanged files are taken over from it by reference; a
/// filler opens everything its tree is made of. The tree is walked when the first pack is asked for.
final class PackGrants implements StoreAccess {
  private final Vault vault;
  private final boolean writes;
  private final @Nullable BlobId root;
  private @Nullable Set<PackId> readable;

  private PackGrants(Vault vault, boolean writes, @Nullable BlobId root) {
    this.vault = vault;
    this.writes = writes;
    this.root = root;
  }

  /// For saving a volume, with or without a parent.
  static PackGrants saving(Vault vault, @Nullable BlobId parent) {
    return new PackGrants(vault, true, parent);
  }

  /// For filling a volume from a tree.
  static PackGrants filling(Vault vault, BlobId root) {
    return new PackGrants(vault, false, root);
  }

  /// Whether the task has business with the pack.
  boolean allows(PackId pack, Purpose purpose) {
    return switch (purpose) {
      case READ -> readable().contains(pack);
      case WRITE -> writes && isNew(pack);
    };
  }

  @Override
  public boolean mayRead(String key) {
    if (key.startsWith("i/") || key.startsWith("t/")) {
      return true;
    }
    Optional<PackId> pack = packOf(key);
    return pack.isPresent() && readable().contains(pack.get());
  }

  @Override
  public boolean mayList(String prefix) {
    return prefix.startsWith("i/") || prefix.startsWith("t/") || mayRead(prefix);
  }

  @Override
  public boolean mayPut(String key) {
    return writes && (isSegment(key) || isPack(key));
  }

  private static boolean isSegment(String key) {
    return key.startsWith(IndexFiles.FIRST_EPOCH)
        && RandomId.parse(key.substring(IndexFiles.FIRST_EPOCH.length())).isPresent();
  }

  private static boolean isPack(String key) {
    Optional<PackId> pack = packOf(key);
    return pack.isPresent()
        && Arrays.stream(PackKind.values()).anyMatch(kind -> kind.key(pack.get()).equals(key));
  }

  /// The key of a pack that exists opens it, whatever it is asked for.
  private boolean isNew(PackId pack) {
    for (PackKind kind : PackKind.values()) {
      if (vault.store().stat(kind.key(pack)).isPresent()) {
        return false;
      }
    }
    return vault.blobs().packs().stream().noneMatch(known -> known.id().equals(pack));
  }

  /// The pack of a key `p/hh/ID`, or of one of its copies `p/hh/ID.gN`.
  private static Optional<PackId> packOf(String key) {
    for (PackKind kind : PackKind.values()) {
      if (key.startsWith(kind.prefix() + "/")) {
        String[] parts = key.split("/", -1);
        return parts.length == 3 ? PackId.parse(parts[2].split("\\.g", 2)[0]) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private synchronized Set<PackId> readable() {
    if (readable == null) {
      readable = root == null ? Set.of() : packsOf(root);
    }
    return readable;
  }

  private Set<PackId> packsOf(BlobId tree) {
    BlobReader reader = vault.reader();
    Set<PackId> packs = new HashSet<>();
    Set<BlobId> walked = new HashSet<>();
    TreeReader.forEachBlob(
        reader,
        tree,
        new BlobVisitor() {
          @Override
          public boolean page(BlobId id) {
            packs.addAll(vault.blobs().packsOf(id));
            return walked.add(id);
          }

          @Override
          public void content(BlobId id) {
            if (!writes) {
              List<PackId> holding = vault.blobs().packsOf(id);
              packs.addAll(holding);
            }
          }
        });
    return packs;
  }
}
