package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.term.Terminal;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.DirectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens and makes this user's vaults.
public final class Vaults {
  private final VaultPlace place;
  private final KeyChain keys;

  /// The vault that the flags mean.
  public Vaults(Environment environment, VaultFlags flags, Terminal terminal) {
    this.place = VaultPlace.of(environment, flags.vault());
    this.keys = new KeyChain(environment, flags, terminal);
  }

  /// The vault's name and directory.
  public VaultPlace place() {
    return place;
  }

  /// Whether there is a vault.
  public boolean exists() {
    return Files.isDirectory(place.directory());
  }

  /// Opens the vault.
  ///
  /// @throws CliException when there is none, or no key opens it
  public OpenVault open() {
    if (!exists()) {
      throw CliException.failed(
          "there is no vault " + place.name() + " (" + place.directory() + ")",
          "make it with: kubectl csdr vault create " + place.name());
    }
    try {
      Vault vault = Vault.open(DirectoryStore.open(place.directory()), keys);
      return new OpenVault(place, vault, null);
    } catch (VaultException.WrongKey e) {
      throw CliException.failed(
          "none of your keys opens vault " + place.name(),
          "name the right one with --key-file or --passphrase-file",
          e);
    } catch (VaultException.NoVault e) {
      throw CliException.failed(place.directory() + " is no vault: " + e.getMessage(), "", e);
    }
  }

  /// Opens the vault; the default one is made if it is not there yet.
  public OpenVault openOrMakeDefault() {
    return place.isDefault() && !exists() ? create("") : open();
  }

  /// Makes the vault and a key for it; the key is on disk before the vault is.
  ///
  /// @throws CliException when there already is something
  public OpenVault create(String label) {
    CreateOptions options = new CreateOptions(VaultId.random(), Suite.AES_256_GCM, label);
    KeyFile key = KeyFile.random(options.id());
    try {
      DirectoryStore store = DirectoryStore.create(place.directory());
      Path file = keys.keep(key);
      return new OpenVault(place, Vault.create(store, options, key, "key file"), file);
    } catch (VaultException.Occupied e) {
      throw CliException.failed(
          place.directory() + ": " + e.getMessage(), "choose another name or directory", e);
    }
  }
}
