package io.csdr.cli.command;

import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.vault.LocalVaults;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.VaultPlace;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.store.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The vault that the user named, or all vaults of this machine, open until all of them are closed
/// together. Of several, one that cannot be opened is told of and passed over.
public final class OpenVaults implements AutoCloseable {
  private final Map<String, OpenVault> open = new LinkedHashMap<>();
  private boolean complete = true;

  private OpenVaults() {}

  /// Opens what the flags or `CSDR_VAULT` name, else every vault that goes by a name.
  ///
  /// @throws CliException when there is only one and it cannot be opened
  public static OpenVaults of(Shell shell, VaultFlags flags) {
    boolean named = flags.vault() != null || shell.environment().variable("CSDR_VAULT") != null;
    List<VaultPlace> places =
        named ? List.of(shell.vaults(flags).place()) : LocalVaults.list(shell.environment());
    OpenVaults vaults = new OpenVaults();
    for (VaultPlace place : places) {
      try {
        vaults.open.put(place.name(), shell.vaults(flags.at(place.name())).open());
      } catch (CliException | VaultException | StoreException e) {
        if (places.size() == 1) {
          throw e;
        }
        vaults.complete = false;
        String fix = e instanceof CliException cli ? " — " + cli.fix() : "";
        shell.terminal().error("vault '" + place.name() + "' is left out: " + e.getMessage() + fix);
      }
    }
    return vaults;
  }

  /// The open vaults in the order of their names.
  public List<OpenVault> all() {
    return List.copyOf(open.values());
  }

  /// Whether every vault could be opened.
  public boolean complete() {
    return complete;
  }

  /// The open vault of this name.
  public Vault get(String name) {
    OpenVault vault = open.get(name);
    if (vault == null) {
      throw new IllegalStateException("vault " + name + " is not open");
    }
    return vault.vault();
  }

  /// Hands the vault over to the caller, who closes it.
  OpenVault release(OpenVault vault) {
    open.remove(vault.place().name());
    return vault;
  }

  @Override
  public void close() {
    open.values().forEach(OpenVault::close);
  }
}
