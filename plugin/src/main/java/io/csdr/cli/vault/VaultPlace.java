package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a vault is: `name` is what it is called in listings and messages.
public record VaultPlace(String name, Path directory) {
  /// The name of the vault that is made without being asked for.
  public static final String DEFAULT = "default";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");

  /// The vault that the flag, `CSDR_VAULT` or nothing at all names: a directory where there is a slash in
  /// it, else a name below the folder of vaults.
  public static VaultPlace of(Environment environment, @Nullable String flag) {
    String text = flag == null ? environment.variable("CSDR_VAULT") : flag;
    return named(environment, text == null ? DEFAULT : text);
  }

  /// The vault of this name or directory.
  ///
  /// @throws CliException when the text is neither
  public static VaultPlace named(Environment environment, String text) {
    if (text.contains("://")) {
      throw CliException.usage(
          "vault '" + text + "': this version keeps vaults in directories only",
          "give a name or a directory, for example --vault=/mnt/backup/vault");
    }
    if (text.contains("/")) {
      Path directory = environment.path(text).normalize();
      return new VaultPlace(directory.toString(), directory);
    }
    if (!NAME.matcher(text).matches()) {
      throw CliException.usage(
          "'" + text + "' is no name of a vault",
          "use lower-case letters, digits, '-' and '.', or a directory with a slash in it");
    }
    return new VaultPlace(text, folder(environment).resolve(text));
  }

  /// Whether this is the vault that is made without being asked for.
  public boolean isDefault(Environment environment) {
    return directory.equals(folder(environment).resolve(DEFAULT));
  }

  /// The folder of vaults that go by a name.
  static Path folder(Environment environment) {
    return environment.dataHome().resolve("vaults");
  }
}
