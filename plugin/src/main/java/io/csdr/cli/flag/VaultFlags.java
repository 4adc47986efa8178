package io.csdr.cli.flag;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--vault` and the keys to open it with.
public final class VaultFlags {
  @Option(
      names = "--vault",
      paramLabel = "VAULT",
      description =
          "The vault: a name, a directory with a slash in it, or s3://BUCKET/PREFIX. Default: $CSDR_VAULT;"
              + " else new backups go to 'default', and backups are looked for in all vaults of this"
              + " machine.")
  private @Nullable String vault;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "A key file that opens the vault. Default: $CSDR_KEY_FILE, else the one in the folder of"
              + " keys.")
  private @Nullable String keyFile;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "A file whose first line is a passphrase or recovery phrase that opens the vault."
              + " Default: $CSDR_PASSPHRASE_FILE.")
  private @Nullable String passphraseFile;

  /// The flags as if nothing but `--vault PLACE` had been typed.
  public static VaultFlags of(String place) {
    VaultFlags flags = new VaultFlags();
    flags.vault = place;
    return flags;
  }

  /// The same keys for another vault.
  public VaultFlags at(String place) {
    VaultFlags flags = of(place);
    flags.keyFile = keyFile;
    flags.passphraseFile = passphraseFile;
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
