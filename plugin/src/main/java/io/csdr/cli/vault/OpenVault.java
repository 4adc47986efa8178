package io.csdr.cli.vault;

import io.csdr.vault.Vault;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A vault that was opened. `newKey` is the key file that was written for it where it was made just now.
public record OpenVault(VaultPlace place, Vault vault, @Nullable Path newKey)
    implements AutoCloseable {
  @Override
  public void close() {
    vault.close();
  }
}
