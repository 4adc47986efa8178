package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.term.Terminal;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeyMaterial;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.key.Passphrase;
import io.csdr.vault.key.VaultId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The keys that this user has: flags, variables, the key folder, and what a person types, in this order.
public final class KeyChain implements KeySource {
  private final Environment environment;
  private final VaultFlags flags;
  private final Terminal terminal;

  public KeyChain(Environment environment, VaultFlags flags, Terminal terminal) {
    this.environment = environment;
    this.flags = flags;
    this.terminal = terminal;
  }

  /// Where a vault's own key file is.
  public Path keyFile(VaultId vault) {
    return environment.configHome().resolve("keys").resolve(vault + ".key");
  }

  /// Writes a new key to the key folder, readable by this user alone and durable when this returns.
  public Path keep(KeyFile key) {
    Path file = keyFile(key.vault());
    try {
      Files.createDirectories(file.getParent());
      Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, key.toText(), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      return file;
    } catch (IOException e) {
      throw CliException.failed(
          "the key cannot be written to " + file + ": " + e.getMessage(),
          "make " + file.getParent() + " writable, or set XDG_CONFIG_HOME",
          e);
    }
  }

  @Override
  public Iterator<KeyMaterial> keysFor(VaultId vault) {
    List<Supplier<@Nullable KeyMaterial>> offers = new ArrayList<>();
    offers.add(() -> named("--key-file", flags.keyFile(), this::key));
    offers.add(() -> named("CSDR_KEY_FILE", environment.variable("CSDR_KEY_FILE"), this::key));
    offers.add(() -> named("--passphrase-file", flags.passphraseFile(), this::passphrase));
    offers.add(() ->
        named(
            "CSDR_PASSPHRASE_FILE",
            environment.variable("CSDR_PASSPHRASE_FILE"),
            this::passphrase));
    offers.add(() -> Files.exists(keyFile(vault)) ? key(keyFile(vault)) : null);
    offers.add(this::typed);
    return new Offers(offers.iterator());
  }

  private static @Nullable KeyMaterial named(
      String flag, @Nullable String path, java.util.function.Function<Path, KeyMaterial> read) {
    if (path == null) {
      return null;
    }
    try {
      return read.apply(Path.of(path));
    } catch (CliException e) {
      throw CliException.failed(flag + ": " + e.getMessage(), e.fix(), e);
    }
  }

  private KeyMaterial key(Path path) {
    try {
      return KeyFile.parse(text(path));
    } catch (IllegalArgumentException e) {
      throw CliException.failed(path + " is no key file: " + e.getMessage(), "", e);
    }
  }

  private KeyMaterial passphrase(Path path) {
    return new Passphrase(text(path).lines().findFirst().orElse(""));
  }

  private String text(Path typed) {
    Path path = environment.path(typed.toString());
    try {
      if (Files.size(path) > KeyFile.MAX_CHARS) {
        throw CliException.failed(path + " is too long for a key", "");
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw CliException.failed("cannot read " + path + ": " + e.getMessage(), "", e);
    }
  }

  private @Nullable KeyMaterial typed() {
    if (!terminal.ttys().in()) {
      return null;
    }
    terminal.ask("Passphrase of the vault: ");
    char[] typed = Objects.requireNonNull(System.console()).readPassword();
    return typed == null || typed.length == 0 ? null : new Passphrase(new String(typed));
  }

  /// Looks for the next key only when it is asked for.
  private static final class Offers implements Iterator<KeyMaterial> {
    private final Iterator<Supplier<@Nullable KeyMaterial>> left;
    private @Nullable KeyMaterial next;

    Offers(Iterator<Supplier<@Nullable KeyMaterial>> left) {
      this.left = left;
    }

    @Override
    public boolean hasNext() {
      while (next == null && left.hasNext()) {
        next = left.next().get();
      }
      return next != null;
    }

    @Override
    public KeyMaterial next() {
      KeyMaterial found = next;
      if (found == null && !hasNext()) {
        throw new java.util.NoSuchElementException();
      }
      found = Objects.requireNonNull(next);
      next = null;
      return found;
    }
  }
}
