package io.csdr.vault.store;

import io.csdr.vault.VaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// Objects as files below one directory.
///
/// A put writes a temporary file, syncs it, links it to its name, which fails if the name exists, and
/// syncs the directory: an object is there whole or not at all, whatever dies when. Temporary files lie
/// in `TMP`, which no key can name. Symbolic links below the root are never followed. Directories get
/// mode 0700 and files 0600.
public final class DirectoryStore implements Store {
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  // A channel copies heap memory through a native buffer as large as the request and keeps that for
  // the
  // life of the thread.
  private static final int PIECE = 256 << 10;

  private final Path root;
  private final Path temporary;

  private DirectoryStore(Path root) {
    this.root = root;
    this.temporary = root.resolve(DirectoryListing.TEMPORARY);
  }

  /// Opens an existing directory.
  ///
  /// @throws VaultException.NoVault when it is not there or not a directory
  public static DirectoryStore open(Path directory) {
    try {
      Path real = directory.toRealPath();
      if (!Files.isDirectory(real)) {
        throw new VaultException.NoVault(directory + " is not a directory");
      }
      DirectoryStore store = new DirectoryStore(real);
      Leftovers.clean(store.temporary);
      return store;
    } catch (NoSuchFileException e) {
      throw new VaultException.NoVault("there is no directory " + directory);
    } catch (IOException e) {
      throw IoFailures.of(directory.toString(), e);
    }
  }

  /// Makes the directory with its parents, or takes an existing one that is empty or holds nothing but
  /// an unfinished creation.
  ///
  /// @throws VaultException.Occupied when something else is there
  public static DirectoryStore create(Path directory) {
    try {
      if (directory.getParent() != null) {
        Files.createDirectories(directory.getParent());
      }
      try {
        Files.createDirectory(directory, DIRECTORY_MODE);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(directory) || !DirectoryListing.isFree(directory)) {
          throw new VaultException.Occupied(directory + " exists and is not empty");
        }
      }
      return open(directory);
    } catch (IOException e) {
      throw IoFailures.of(directory.toString(), e);
    }
  }

  /// The directory with all symbolic links resolved.
  public Path root() {
    return root;
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative range of " + key);
    }
    Path file = existing(key);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long size = channel.size();
      if (length > size - offset) {
        throw new StoreException.Truncated(key, offset + length, size);
      }
      byte[] bytes = new byte[length];
      for (int done = 0; done < length; ) {
        ByteBuffer piece = ByteBuffer.wrap(bytes, done, Math.min(length - done, PIECE));
        int got = channel.read(piece, offset + done);
        if (got < 0) {
          throw new StoreException.Truncated(key, offset + length, offset + done);
        }
        done += got;
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new StoreException.Missing(key);
    } catch (IOException e) {
      throw IoFailures.of(key, e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    Path file = root.resolve(StoreKey.check(key));
    Path part = temporary.resolve(UUID.randomUUID().toString());
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      makeDirectories(parent(file));
      makeDirectories(temporary);
      write(part, ByteBuffer.wrap(bytes, offset, length));
      Files.createLink(file, part);
      sync(parent(file));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException | UnsupportedOperationException e) {
      throw IoFailures.of(key, e);
    } finally {
      Leftovers.discard(part);
    }
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    StoreKey.checkPrefix(prefix);
    try {
      new DirectoryListing(root, prefix, to).run();
    } catch (IOException e) {
      throw IoFailures.of(prefix, e);
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    try {
      Path file = existing(key);
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        return Optional.empty();
      }
      Instant modified = attributes.lastModifiedTime().toInstant();
      return Optional.of(new StoredObject(key, attributes.size(), modified));
    } catch (StoreException.Missing | NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw IoFailures.of(key, e);
    }
  }

  @Override
  public void delete(String key) {
    try {
      Path file = existing(key);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      Files.deleteIfExists(file);
      sync(parent(file));
    } catch (StoreException.Missing e) {
      // Already gone.
    } catch (IOException e) {
      throw IoFailures.of(key, e);
    }
  }

  @Override
  public void close() {}

  /// The file of a key none of whose directories is a symbolic link.
  private Path existing(String key) {
    Path file = root.resolve(StoreKey.check(key));
    for (Path directory = parent(file); !directory.equals(root); directory = parent(directory)) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new StoreException.Missing(key);
      }
    }
    return file;
  }

  private void makeDirectories(Path directory) throws IOException {
    if (directory.equals(root)) {
      return;
    }
    makeDirectories(parent(directory));
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.createDirectory(directory, DIRECTORY_MODE);
      sync(parent(directory));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new StoreException.Denied(directory + " is in the way: it is not a directory", e);
      }
    }
  }

  private static void write(Path part, ByteBuffer bytes) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    try (FileChannel channel = FileChannel.open(part, options, FILE_MODE)) {
      while (bytes.hasRemaining()) {
        int piece = Math.min(bytes.remaining(), PIECE);
        int written = channel.write(bytes.slice(bytes.position(), piece));
        bytes.position(bytes.position() + written);
      }
      channel.force(true);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException(path + " has no parent");
    }
    return parent;
  }
}
