package io.csdr.cli.command;

import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.GlobalFlags;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.vault.Vaults;

/// What every command is given: where it runs, whom it talks to, and the flags that all commands take.
public record Shell(Environment environment, Terminal terminal, GlobalFlags flags) {
  /// The vault that the flags mean, to be opened or made.
  public Vaults vaults(VaultFlags vault) {
    return new Vaults(environment, vault, terminal);
  }
}
