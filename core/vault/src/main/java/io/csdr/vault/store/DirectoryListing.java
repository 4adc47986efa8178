package io.csdr.vault.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One listing of a directory store in ascending order of keys. Files and directories whose names are
/// no part of a key, and symbolic links, are passed over.
final class DirectoryListing {
  /// Where temporary files lie; the upper case keeps it out of the keys.
  static final String TEMPORARY = "TMP";

  private static final Set<String> UNFINISHED_CREATION = Set.of(TEMPORARY, "keys");

  private final Path root;
  private final String prefix;
  private final Consumer<StoredObject> to;

  DirectoryListing(Path root, String prefix, Consumer<StoredObject> to) {
    this.root = root;
    this.prefix = prefix;
    this.to = to;
  }

  /// Whether a new vault may begin in this directory.
  static boolean isFree(Path directory) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (!UNFINISHED_CREATION.contains(String.valueOf(child.getFileName()))) {
          return false;
        }
      }
      return true;
    }
  }

  private record Child(String key, BasicFileAttributes attributes) {
    /// What all keys of this child begin with: this order is the order of keys.
    String order() {
      return attributes.isDirectory() ? key + "/" : key;
    }
  }

  void run() throws IOException {
    int slash = prefix.lastIndexOf('/');
    String start = slash < 0 ? "" : prefix.substring(0, slash + 1);
    Path directory = root;
    for (String segment : start.split("/", -1)) {
      directory = directory.resolve(segment); // the last one is empty and changes nothing
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
    }
    try {
      walk(directory, start);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void walk(Path directory, String base) throws IOException {
    for (Child child : children(directory, base)) {
      if (child.attributes.isDirectory()) {
        walk(root.resolve(child.key), child.key + "/");
      } else {
        BasicFileAttributes attributes = child.attributes;
        to.accept(
            new StoredObject(
                child.key, attributes.size(), attributes.lastModifiedTime().toInstant()));
      }
    }
  }

  private List<Child> children(Path directory, String base) throws IOException {
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        String key = base + path.getFileName();
        if (!StoreKey.isValid(key) || !matches(key)) {
          continue;
        }
        child(path, key).ifPresent(children::add);
      }
    } catch (NoSuchFileException e) {
      return children;
    }
    children.sort((one, other) -> one.order().compareTo(other.order()));
    return children;
  }

  private static Optional<Child> child(Path path, String key) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean listed = attributes.isDirectory() || attributes.isRegularFile();
      return listed ? Optional.of(new Child(key, attributes)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // deleted since it was listed
    }
  }

  private boolean matches(String key) {
    return key.startsWith(prefix) || prefix.startsWith(key + "/");
  }
}
