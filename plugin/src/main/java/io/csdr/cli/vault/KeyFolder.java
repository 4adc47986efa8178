package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.VaultId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The key files of this user, one per vault, outside the vaults: `$XDG_CONFIG_HOME/csdr/keys`.
public final class KeyFolder {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;

  public KeyFolder(Environment environment) {
    this.folder = environment.configHome().resolve("keys");
  }

  /// Where the key of a vault lies or would lie.
  public Path file(VaultId vault) {
    return folder.resolve(vault + ".key");
  }

  /// Writes the key where [#find] looks for it; it is on disk when this returns.
  public Path keep(KeyFile key) {
    Path file = file(key.vault());
    write(key, file);
    return file;
  }

  /// The vault's key, where this folder has it.
  public Optional<KeyFile> find(VaultId vault) {
    Path file = file(vault);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /// Writes a key into a new file of mode 0600, on disk when this returns.
  ///
  /// @throws CliException when there already is a file, or it cannot be written
  public static void write(KeyFile key, Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent, FOLDER_MODE);
      }
      Set<StandardOpenOption> fresh =
          EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel channel = FileChannel.open(file, fresh, FILE_MODE)) {
        ByteBuffer text = ByteBuffer.wrap(key.toText().getBytes(StandardCharsets.US_ASCII));
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      }
      if (parent != null) {
        try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
          directory.force(true);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw CliException.failed("there already is a file " + file, "choose another one", e);
    } catch (IOException e) {
      throw CliException.failed("cannot write the key file " + file + ": " + e.getMessage(), "", e);
    }
  }

  /// Reads a key file.
  ///
  /// @throws CliException when it cannot be read or is none; the message never shows its content
  public static KeyFile read(Path file) {
    try {
      return KeyFile.parse(Secrets.read(file, KeyFile.MAX_CHARS));
    } catch (IllegalArgumentException e) {
      throw CliException.failed(file + ": " + e.getMessage(), "");
    }
  }
}
