package io.csdr.engine.apply;

import io.csdr.engine.capture.ObjectPath;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.ObjectRef;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import io.csdr.vault.tree.TreeVisitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.BiConsumer;

/// The objects of a backup in its vault. What does not look like a captured object is a
/// [VaultException.Corrupt].
public final class TreeArchive implements ObjectArchive {
  /// What a capture stores at most, with room for characters of several bytes.
  private static final long LARGEST = 64 << 20;

  private final TreeReader tree;

  /// Reads the tree of objects with this root.
  public TreeArchive(BlobReader reader, BlobId root) {
    this.tree = new TreeReader(new RecentBlobs(reader), root);
  }

  @Override
  public void walk(BiConsumer<String, KubeObject> to) {
    tree.walk(visitor(to));
  }

  @Override
  public void walkCluster(BiConsumer<String, KubeObject> to) {
    tree.walk(
        TreePath.of(ObjectPath.CLUSTER),
        visitor((path, object) -> {
          if (object.namespace() == null) {
            to.accept(path, object);
          }
        }));
  }

  @Override
  public KubeObject read(String path) {
    return object(tree.file(TreePath.of(path)));
  }

  private TreeVisitor visitor(BiConsumer<String, KubeObject> to) {
    return entry -> {
      if (entry instanceof TreeEntry.RegularFile file) {
        to.accept(file.path().toString(), object(file));
      }
    };
  }

  private KubeObject object(TreeEntry.RegularFile file) {
    if (file.size() > LARGEST) {
      throw new VaultException.Corrupt("object " + file.path() + " has " + file.size() + " bytes");
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) file.size());
      tree.copyTo(file.path(), bytes);
      KubeObject object = new KubeObject(Json.parse(bytes.toByteArray()));
      requirePlace(file.path().toString(), object);
      return object;
    } catch (IOException e) {
      throw new VaultException.Corrupt("object " + file.path() + " is " + e.getMessage(), e);
    }
  }

  /// An object that lies in one namespace and says that it is of another could be restored to where nobody
  /// expects it.
  private static void requirePlace(String path, KubeObject object) {
    boolean right =
        ObjectPath.parse(path)
            .map(ref ->
                new ObjectRef(ref.group(), ref.resource(), object.namespace(), object.name()))
            .filter(ref -> path.equals(pathOf(ref)))
            .isPresent();
    if (!right) {
      throw new VaultException.Corrupt(
          "object "
              + path
              + " says that it is "
              + object.name()
              + (object.namespace() == null ? "" : " in namespace " + object.namespace()));
    }
  }

  private static String pathOf(ObjectRef ref) {
    try {
      return ObjectPath.of(ref);
    } catch (IllegalArgumentException e) {
      return ""; // names that are none
    }
  }
}
