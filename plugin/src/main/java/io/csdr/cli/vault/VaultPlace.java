package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A vault's name, as messages use it, and its directory.
public record VaultPlace(String name, Path directory) {
  /// The vault that is made on first use.
  public static final String DEFAULT = "default";

  private static final String VARIABLE = "CSDR_VAULT";

  /// The place that `--vault` means: a path where it has a slash, else a name; without it `$CSDR_VAULT`,
  /// else the default vault.
  public static VaultPlace of(Environment environment, @Nullable String typed) {
    String wanted = typed == null ? environment.variable(VARIABLE) : typed;
    String name = wanted == null ? DEFAULT : wanted;
    if (name.contains("://")) {
      throw CliException.usage(
          "vaults of kind '" + name.substring(0, name.indexOf("://")) + "' are not supported",
          "name a directory, such as --vault ./vault");
    }
    if (name.contains("/")) {
      return new VaultPlace(name, environment.path(name).normalize());
    }
    if (!name.matches("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?")) {
      throw CliException.usage(
          "'" + name + "' is no vault name", "a path needs a slash in it, such as ./" + name);
    }
    return new VaultPlace(name, folder(environment).resolve(name));
  }

  /// Where vaults with names are.
  public static Path folder(Environment environment) {
    return environment.dataHome().resolve("vaults");
  }

  /// Whether this is the vault that is made on first use.
  public boolean isDefault() {
    return name.equals(DEFAULT);
  }
}
