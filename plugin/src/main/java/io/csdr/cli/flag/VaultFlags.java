package io.csdr.cli.flag;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which vault, and what opens it.
public final class VaultFlags {
  @Option(
      names = "--vault",
      paramLabel = "VAULT",
      description =
          "The vault: a name, or a path with a slash in it. Defaults to $CSDR_VAULT, else the vault 'default'.")
  private @Nullable String vault;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "Key file that opens the vault. Defaults to $CSDR_KEY_FILE, else the key folder.")
  private @Nullable String keyFile;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "File whose first line is a passphrase that opens the vault. Defaults to $CSDR_PASSPHRASE_FILE.")
  private @Nullable String passphraseFile;

  /// As if `--vault PLACE` had been typed.
  public static VaultFlags of(String place) {
    VaultFlags flags = new VaultFlags();
    flags.vault = place;
    return flags;
  }

  /// `--vault` as typed.
  public @Nullable String vault() {
    return vault;
  }

  /// `--key-file` as typed.
  public @Nullable String keyFile() {
    return keyFile;
  }

  /// `--passphrase-file` as typed.
  public @Nullable String passphraseFile() {
    return passphraseFile;
  }
}
