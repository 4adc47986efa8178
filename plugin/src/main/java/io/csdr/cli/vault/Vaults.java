package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.term.Prompt;
import io.csdr.cli.term.Terminal;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.Store;
import java.nio.file.Path;
import java.util.List;

/// Opens and makes the vault that some flags mean.
public final class Vaults {
  private static final int WORDS_PER_LINE = 6;
  private static final int TRIES = 3;

  private final Environment environment;
  private final VaultFlags flags;
  private final Terminal terminal;
  private final VaultPlace place;
  private final VaultStores stores;

  public Vaults(Environment environment, VaultFlags flags, Terminal terminal) {
    this.environment = environment;
    this.flags = flags;
    this.terminal = terminal;
    this.place = VaultPlace.of(environment, flags.vault());
    this.stores = new VaultStores(environment);
  }

  /// Where the vault is.
  public VaultPlace place() {
    return place;
  }

  /// Opens the vault.
  ///
  /// @throws CliException when there is none, or no key opens it
  public OpenVault open() {
    if (!place.remote() && !stores.exists(place)) {
      throw missing();
    }
    Store store = stores.open(place);
    try {
      KeyOffers keys = new KeyOffers(environment, flags, new Prompt(terminal));
      return new OpenVault(place, Vault.open(store, keys));
    } catch (VaultException.WrongKey e) {
      Path file = new KeyFolder(environment).file(Vault.idOf(store));
      store.close();
      throw CliException.failed(
          "no key opens vault '" + place.name() + "': " + e.getMessage(),
          "give --key-file or --passphrase-file, or put the key file into " + file,
          e);
    } catch (VaultException.NoVault e) {
      store.close();
      throw place.remote() ? missing() : e;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /// Makes sure that there is a vault, or that [#openOrMakeDefault] makes it.
  ///
  /// @throws CliException when there is none
  public void require() {
    if (!place.isDefault(environment) && !stores.exists(place)) {
      throw missing();
    }
  }

  private CliException missing() {
    return CliException.failed(
        "there is no vault '" + place.name() + "'",
        "see the vaults with: kubectl csdr get vaults; make this one with: kubectl csdr vault"
            + " create "
            + place.name());
  }

  /// Opens the vault, after making it if it is the default one and not there yet.
  public OpenVault openOrMakeDefault() {
    if (!place.isDefault(environment) || stores.exists(place)) {
      return open();
    }
    terminal.say("making the default vault " + place.where());
    return create("");
  }

  /// Makes the vault with a new key file, which is on disk before the vault exists. On a terminal the
  /// recovery phrase is shown and confirmed.
  public OpenVault create(String label) {
    Store store = stores.create(place);
    CreateOptions options = new CreateOptions(VaultId.random(), Suite.AES_256_GCM, label);
    KeyFile key = KeyFile.random(options.id());
    Path file = new KeyFolder(environment).keep(key);
    Vault vault = Vault.create(store, options, key, "key file");
    terminal.say("the vault's key is in " + file + "; without a key nobody can read the vault");
    Prompt prompt = new Prompt(terminal);
    if (prompt.possible()) {
      showPhrase(RecoveryPhrase.of(key), prompt);
    }
    return new OpenVault(place, vault);
  }

  private void showPhrase(List<String> words, Prompt prompt) {
    StringBuilder table =
        new StringBuilder("\nThe recovery phrase of this vault, shown only now.\n");
    table.append("Write it down: it opens the vault when this machine is lost.\n\n");
    for (int i = 0; i < words.size(); i++) {
      table.append(String.format("%4d. %-10s", i + 1, words.get(i)));
      table.append(i % WORDS_PER_LINE == WORDS_PER_LINE - 1 ? "\n" : "");
    }
    terminal.say(table.toString());
    int asked = 1 + Math.floorMod(words.hashCode(), words.size());
    for (int tries = 0; tries < TRIES; tries++) {
      String answer = prompt.line("Type word number " + asked + " to confirm: ").strip();
      if (answer.equals(words.get(asked - 1))) {
        terminal.say("confirmed");
        return;
      }
      terminal.say("that is not word number " + asked);
    }
    terminal.warn(
        "the recovery phrase was not confirmed; make another key with: kubectl csdr vault key add");
  }
}
