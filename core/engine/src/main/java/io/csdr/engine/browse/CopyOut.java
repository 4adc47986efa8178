package io.csdr.engine.browse;

import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.model.Failure;
import io.csdr.model.PvcRef;
import io.csdr.model.api.ApplicationBackup.VolumeStatus;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.commit.Root;
import io.csdr.vault.posix.BlockFiller;
import io.csdr.vault.posix.FileTreeFiller;
import io.csdr.vault.posix.FillResult;
import io.csdr.vault.posix.FillSettings;
import io.csdr.vault.tree.TreeEntry;
import io.csdr.vault.tree.TreeForm;
import io.csdr.vault.tree.TreePath;
import io.csdr.vault.tree.TreeReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Copies a part of a backup to a place on this machine that does not exist yet: volumes with every
/// attribute that the settings allow, objects in the form that the caller wants.
///
/// Whatever the vault says, nothing is written anywhere else: each file and folder is made anew, and
/// names with a meaning for the file system do not exist in a tree.
public final class CopyOut {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String JSON = ".json";

  private final StoredBackup backup;
  private final BlobReader reader;
  private final Browser browser;
  private final TreeReader objects;
  private final ObjectForm form;
  private final FillSettings settings;

  /// Writes a stored object, which is given as JSON.
  @FunctionalInterface
  public interface ObjectForm {
    void write(byte[] json, OutputStream out) throws IOException;
  }

  /// Copies out of `backup`, whose content `reader` fetches.
  public CopyOut(StoredBackup backup, BlobReader reader, ObjectForm form, FillSettings settings) {
    this.backup = backup;
    this.reader = reader;
    this.browser = new Browser(backup, reader);
    this.objects = new TreeReader(reader, backup.objects());
    this.form = form;
    this.settings = settings;
  }

  /// Copies the place `from` to `to`, whose folder must exist and have no entry of that name.
  ///
  /// @throws EngineException when the backup has no such place, or there is something at `to`
  public CopyReport copy(BackupPath from, Path to) throws IOException {
    Tally tally = new Tally();
    try {
      copy(from, to, tally);
      absent(from, tally);
    } catch (FileAlreadyExistsException e) {
      throw new EngineException(
          new Failure(
              String.valueOf(e.getFile()),
              "AlreadyExists",
              "there is something of this name already",
              "name another place, or move it away"));
    }
    return tally.report();
  }

  private void copy(BackupPath from, Path to, Tally tally) throws IOException {
    switch (from) {
      case BackupPath.Top _ -> everything(to, tally);
      case BackupPath.Scope scope -> scope(scope.scope(), to, tally);
      case BackupPath.Resources place -> resources(place, to, tally);
      case BackupPath.Names place -> names(place, to, tally);
      case BackupPath.StoredObject place -> object(place, to, tally);
      case BackupPath.Volumes place -> volumes(place.namespace(), to, tally);
      case BackupPath.InVolume place -> inVolume(place, to, tally);
    }
  }

  /// Tells of the volumes that belong to the place and of which the backup has no data.
  private void absent(BackupPath from, Tally tally) {
    Set<String> there =
        backup.header().roots().stream().map(Root::label).collect(Collectors.toSet());
    for (VolumeStatus volume : backup.resource().status().volumes()) {
      PvcRef claim = new PvcRef(volume.namespace(), volume.pvc());
      if (holdsVolumesOf(from, claim.namespace()) && !there.contains(StoredBackup.labelOf(claim))) {
        tally.absent(claim, volume);
      }
    }
  }

  private static boolean holdsVolumesOf(BackupPath from, String namespace) {
    return switch (from) {
      case BackupPath.Top _ -> true;
      case BackupPath.Scope place -> place.scope().equals(namespace);
      case BackupPath.Volumes place -> place.namespace().equals(namespace);
      case BackupPath.Resources _,
          BackupPath.Names _,
          BackupPath.StoredObject _,
          BackupPath.InVolume _ ->
          false;
    };
  }

  private void everything(Path to, Tally tally) throws IOException {
    List<BrowseEntry> scopes = browser.list(new BackupPath.Top());
    Files.createDirectory(to, PRIVATE_FOLDER);
    for (BrowseEntry entry : scopes) {
      scope(entry.name(), inside(to, entry.name()), tally);
    }
  }

  private void scope(String scope, Path to, Tally tally) throws IOException {
    List<BrowseEntry> parts = browser.list(new BackupPath.Scope(scope));
    Files.createDirectory(to, PRIVATE_FOLDER);
    for (BrowseEntry part : parts) {
      BackupPath place =
          part.name().equals("objects")
              ? new BackupPath.Resources(scope)
              : new BackupPath.Volumes(scope);
      copy(place, inside(to, part.name()), tally);
    }
  }

  private void resources(BackupPath.Resources place, Path to, Tally tally) throws IOException {
    List<BrowseEntry> kinds = browser.list(place);
    Files.createDirectory(to, PRIVATE_FOLDER);
    for (BrowseEntry kind : kinds) {
      names(new BackupPath.Names(place.scope(), kind.name()), inside(to, kind.name()), tally);
    }
  }

  private void names(BackupPath.Names place, Path to, Tally tally) throws IOException {
    TreePath folder = TreePath.of(place.scope() + "/objects/" + place.resource());
    browser.list(place);
    Files.createDirectory(to, PRIVATE_FOLDER);
    try (Stream<TreeEntry> entries = objects.list(folder)) {
      for (TreeEntry entry : (Iterable<TreeEntry>) entries::iterator) {
        String name = entry.path().name().toString();
        if (entry instanceof TreeEntry.RegularFile file && name.endsWith(JSON)) {
          String stem = name.substring(0, name.length() - JSON.length());
          object(file.path(), inside(to, stem + ".yaml"), tally);
        }
      }
    }
  }

  private void object(BackupPath.StoredObject place, Path to, Tally tally) throws IOException {
    browser.list(place);
    object(TreePath.of(place.treePath()), to, tally);
  }

  private void object(TreePath stored, Path to, Tally tally) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    objects.copyTo(stored, json);
    ByteArrayOutputStream formed = new ByteArrayOutputStream();
    form.write(json.toByteArray(), formed);
    newFile(to);
    Files.write(to, formed.toByteArray(), StandardOpenOption.WRITE);
    tally.object(formed.size());
  }

  private void volumes(String namespace, Path to, Tally tally) throws IOException {
    List<BrowseEntry> claims = browser.list(new BackupPath.Volumes(namespace));
    Files.createDirectory(to, PRIVATE_FOLDER);
    for (BrowseEntry claim : claims) {
      inVolume(
          new BackupPath.InVolume(namespace, claim.name(), ""), inside(to, claim.name()), tally);
    }
  }

  private void inVolume(BackupPath.InVolume place, Path to, Tally tally) throws IOException {
    BlobId root = browser.volume(place.namespace(), place.claim());
    if (TreeReader.stats(reader, root).form() == TreeForm.BLOCK && place.path().isEmpty()) {
      newFile(to);
      tally.volume(new BlockFiller(reader, settings).fill(root, to));
      return;
    }
    browser.list(place);
    TreeReader tree = new TreeReader(reader, browser.volumeTree(place.namespace(), place.claim()));
    TreePath path = TreePath.of(place.path());
    boolean folder = path.isRoot() || tree.find(path).orElse(null) instanceof TreeEntry.Directory;
    FileTreeFiller filler = new FileTreeFiller(reader, settings);
    if (folder) {
      Files.createDirectory(to, PRIVATE_FOLDER);
      tally.volume(filler.fill(root, path, to));
    } else {
      single(filler, root, path, to, tally);
    }
  }

  /// A single file is made in a folder of its own beside the place, and moved there when it is whole.
  private static void single(
      FileTreeFiller filler, BlobId root, TreePath path, Path to, Tally tally) throws IOException {
    if (Files.exists(to, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Path folder = Files.createTempDirectory(to.toAbsolutePath().getParent(), ".csdr-");
    try {
      FillResult result = filler.fill(root, path, folder);
      tally.volume(result);
      try (Stream<Path> made = Files.list(folder)) {
        for (Path file : made.toList()) {
          Files.move(file, to);
        }
      }
    } finally {
      try (Stream<Path> left = Files.walk(folder)) {
        for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// A name that came from the vault, as one name in a folder.
  private Path inside(Path folder, String name) {
    Path path = folder.resolve(name);
    if (name.isEmpty() || !folder.equals(path.getParent()) || name.equals("..")) {
      throw new EngineException(
          new Failure(
              "backup " + backup.header().name(),
              "HostileName",
              "'" + name + "' cannot be the name of a file",
              "the vault was altered by somebody who has its key: do not trust it"));
    }
    return path;
  }

  private static void newFile(Path file) throws IOException {
    Files.createFile(file, PRIVATE_FILE);
  }
}
