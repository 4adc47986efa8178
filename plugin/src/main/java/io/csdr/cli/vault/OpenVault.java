package io.csdr.cli.vault;

import io.csdr.vault.Vault;

/// A vault that was opened, with the place that it lies at.
public record OpenVault(VaultPlace place, Vault vault) implements AutoCloseable {
  @Override
  public void close() {
    vault.close();
  }
}
