package io.csdr.cli.command.backups;

import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.Vaults;
import io.csdr.vault.Vault;
import java.util.LinkedHashMap;
import java.util.Map;

/// Vaults that stay open until all of them are closed together.
final class OpenVaults implements AutoCloseable {
  private final Map<String, OpenVault> open = new LinkedHashMap<>();

  Vault open(Vaults closed) {
    OpenVault vault = closed.open();
    open.put(vault.place().name(), vault);
    return vault.vault();
  }

  /// A vault that was opened before.
  Vault get(String name) {
    OpenVault vault = open.get(name);
    if (vault == null) {
      throw new IllegalStateException("vault " + name + " is not open");
    }
    return vault.vault();
  }

  @Override
  public void close() {
    open.values().forEach(OpenVault::close);
  }
}
