package io.csdr.engine.browse;

import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.tree.FileMeta;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreeForm;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/// Looks into one backup: what is there, and what is in it.
public final class Browser {
  private static final String JSON = ".json";
  private static final String YAML = ".yaml";

  private final StoredBackup backup;
  private final BlobReader reader;
  private final TreeReader objects;

  /// Looks into `backup`, whose content `reader` fetches.
  public Browser(StoredBackup backup, BlobReader reader) {
    this.backup = backup;
    this.reader = reader;
    this.objects = new TreeReader(reader, backup.objects());
  }

  /// What is directly at a place; for a file, the file itself.
  ///
  /// @throws EngineException when there is no such place
  public List<BrowseEntry> list(BackupPath path) {
    return switch (path) {
      case BackupPath.Top top -> folders(TreePath.ROOT);
      case BackupPath.Scope scope -> scope(scope.scope());
      case BackupPath.Resources place -> folders(existing(place.scope() + "/objects"));
      case BackupPath.Names place -> names(place);
      case BackupPath.StoredObject object -> List.of(entry(file(object)));
      case BackupPath.Volumes volumes ->
          claims(volumes.namespace()).stream().map(BrowseEntry::folder).toList();
      case BackupPath.InVolume place -> inVolume(place);
    };
  }

  /// Writes the content of a file or of a stored object (JSON) to `out`.
  ///
  /// @throws EngineException when there is no such file
  public void cat(BackupPath path, OutputStream out) throws IOException {
    switch (path) {
      case BackupPath.StoredObject object -> objects.copyTo(file(object).path(), out);
      case BackupPath.InVolume place -> catFile(place, out);
      case BackupPath.Top _,
          BackupPath.Scope _,
          BackupPath.Resources _,
          BackupPath.Names _,
          BackupPath.Volumes _ ->
          throw new EngineException(
              new Failure(
                  "backup " + backup.header().name(),
                  "IsFolder",
                  "this place is a folder",
                  "list it with: kubectl csdr ls"));
    }
  }

  /// The tree of a volume of files.
  ///
  /// @throws EngineException when the backup has no data of it, or it is a block device
  public BlobId volumeTree(String namespace, String claim) {
    BlobId root = volume(namespace, claim);
    if (TreeReader.stats(reader, root).form() == TreeForm.BLOCK) {
      throw new EngineException(
          new Failure(
              "persistentvolumeclaims " + namespace + "/" + claim,
              "BlockVolume",
              "this volume is a block device and has no files to look at",
              "restore it with: kubectl csdr restore "
                  + backup.header().name()
                  + " pvc "
                  + namespace
                  + "/"
                  + claim));
    }
    return root;
  }

  /// The tree of a volume, of files or of a block device.
  ///
  /// @throws EngineException when the backup has no data of it
  BlobId volume(String namespace, String claim) {
    return backup
        .volume(new PvcRef(namespace, claim))
        .orElseThrow(() -> missing(namespace + "/volumes/" + claim));
  }

  private List<BrowseEntry> scope(String scope) {
    boolean hasObjects = objects.find(TreePath.of(scope)).isPresent();
    boolean hasVolumes = !claims(scope).isEmpty();
    if (!hasObjects && !hasVolumes) {
      throw missing(scope);
    }
    return Stream.of("objects", "volumes")
        .filter(part -> part.equals("objects") ? hasObjects : hasVolumes)
        .map(BrowseEntry::folder)
        .toList();
  }

  private List<BrowseEntry> names(BackupPath.Names place) {
    TreePath folder = existing(place.scope() + "/objects/" + place.resource());
    return objects
        .list(folder)
        .map(this::entry)
        .map(entry ->
            entry.name().endsWith(JSON)
                ? BrowseEntry.file(
                    entry.name().substring(0, entry.name().length() - JSON.length()) + YAML,
                    entry.size())
                : entry)
        .toList();
  }

  private List<BrowseEntry> inVolume(BackupPath.InVolume place) {
    TreeReader volume = new TreeReader(reader, volumeTree(place.namespace(), place.claim()));
    TreePath path = treePath(place.path());
    if (path.isRoot()) {
      return volume.list(path).map(this::entry).toList();
    }
    TreeEntry found = volume.find(path).orElseThrow(() -> missing(place.path()));
    return found instanceof TreeEntry.Directory
        ? volume.list(path).map(this::entry).toList()
        : List.of(entry(found));
  }

  private void catFile(BackupPath.InVolume place, OutputStream out) throws IOException {
    TreeReader volume = new TreeReader(reader, volumeTree(place.namespace(), place.claim()));
    TreePath path = treePath(place.path());
    TreeEntry found = volume.find(path).orElseThrow(() -> missing(place.path()));
    switch (found) {
      case TreeEntry.RegularFile file -> volume.copyTo(file.path(), out);
      case TreeEntry.Hardlink link -> volume.copyTo(link.path(), out);
      case TreeEntry.Directory _, TreeEntry.Symlink _, TreeEntry.Device _, TreeEntry.Fifo _ ->
          throw new EngineException(
              new Failure(
                  place.path(),
                  "NotAFile",
                  "this is a " + name(entry(found).kind()) + " and has no content",
                  ""));
    }
  }

  private TreeEntry file(BackupPath.StoredObject object) {
    return objects
        .find(treePath(object.treePath()))
        .orElseThrow(
            () -> missing(object.scope() + "/objects/" + object.resource() + "/" + object.name()));
  }

  private List<BrowseEntry> folders(TreePath folder) {
    return objects
        .list(folder)
        .map(entry -> BrowseEntry.folder(entry.path().name().toString()))
        .toList();
  }

  private List<String> claims(String namespace) {
    return backup.resource().status().volumes().stream()
        .filter(volume -> volume.namespace().equals(namespace))
        .filter(volume -> backup.volume(new PvcRef(namespace, volume.pvc())).isPresent())
        .map(ApplicationBackup.VolumeStatus::pvc)
        .sorted()
        .toList();
  }

  private TreePath existing(String path) {
    TreePath place = treePath(path);
    if (objects.find(place).isEmpty()) {
      throw missing(path);
    }
    return place;
  }

  private TreePath treePath(String path) {
    try {
      return TreePath.of(path);
    } catch (IllegalArgumentException e) {
      throw missing(path);
    }
  }

  private BrowseEntry entry(TreeEntry entry) {
    String name = entry.path().name().toString();
    return switch (entry) {
      case TreeEntry.Directory it -> of(name, BrowseEntry.Kind.FOLDER, 0, it.meta());
      case TreeEntry.RegularFile it -> of(name, BrowseEntry.Kind.FILE, it.size(), it.meta());
      case TreeEntry.Symlink it ->
          of(
              name + " -> " + it.target(),
              BrowseEntry.Kind.SYMLINK,
              it.target().length(),
              it.meta());
      case TreeEntry.Hardlink it ->
          new BrowseEntry(name + " = " + it.target(), BrowseEntry.Kind.HARDLINK, 0, null, null);
      case TreeEntry.Device it ->
          of(
              name,
              it.block() ? BrowseEntry.Kind.BLOCK_DEVICE : BrowseEntry.Kind.CHARACTER_DEVICE,
              0,
              it.meta());
      case TreeEntry.Fifo it -> of(name, BrowseEntry.Kind.FIFO, 0, it.meta());
    };
  }

  private static BrowseEntry of(String name, BrowseEntry.Kind kind, long size, FileMeta meta) {
    return new BrowseEntry(name, kind, size, meta.mode(), meta.mtime());
  }

  private static String name(BrowseEntry.Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private EngineException missing(String place) {
    return new EngineException(
        new Failure(
            backup.header().name() + ":/" + place,
            "NotFound",
            "the backup has no such place",
            "look around with: kubectl csdr ls " + backup.header().name() + ":/"));
  }
}
