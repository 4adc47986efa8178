package io.csdr.cli.vault;

import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import io.csdr.s3.S3Location;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a vault is.
public sealed interface VaultPlace {
  /// The name of the vault that is made without being asked for.
  String DEFAULT = "default";

  /// What it is called in listings and messages, and what [#named] finds it by.
  String name();

  /// Directory or URL, for people.
  String where();

  /// A directory of this machine.
  record InDirectory(String name, Path directory) implements VaultPlace {
    @Override
    public String where() {
      return directory.toString();
    }
  }

  /// A bucket that speaks S3.
  record InS3(S3Location location) implements VaultPlace {
    @Override
    public String name() {
      return location.toString();
    }

    @Override
    public String where() {
      return name();
    }
  }

  /// Whether it is on another machine, which is asked only when there is need to.
  default boolean remote() {
    return switch (this) {
      case InDirectory _ -> false;
      case InS3 _ -> true;
    };
  }

  /// The vault that the flag, `CSDR_VAULT` or nothing at all names.
  static VaultPlace of(Environment environment, @Nullable String flag) {
    String text = flag == null ? environment.variable("CSDR_VAULT") : flag;
    return named(environment, text == null ? DEFAULT : text);
  }

  /// The vault that a text names: the URL of a bucket where there is `://` in it, a directory where there is
  /// a slash in it, else a name below the folder of vaults.
  ///
  /// @throws CliException when the text is none of these
  static VaultPlace named(Environment environment, String text) {
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      return inBucket(text.substring(0, scheme), text);
    }
    if (text.contains("/")) {
      Path directory = environment.path(text).normalize();
      return new InDirectory(directory.toString(), directory);
    }
    if (!text.matches("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?")) {
      throw CliException.usage(
          "'" + text + "' is no name of a vault",
          "use lower-case letters, digits, '-' and '.', or a directory with a slash in it");
    }
    return new InDirectory(text, folder(environment).resolve(text));
  }

  /// Whether this is the vault that is made without being asked for.
  default boolean isDefault(Environment environment) {
    return this instanceof InDirectory(String _, Path directory)
        && directory.equals(folder(environment).resolve(DEFAULT));
  }

  /// The folder of vaults that go by a name.
  static Path folder(Environment environment) {
    return environment.dataHome().resolve("vaults");
  }

  private static VaultPlace inBucket(String scheme, String text) {
    try {
      return switch (scheme) {
        case "s3" -> new InS3(S3Location.parse(text));
        default ->
            throw CliException.usage(
                "vault '" + text + "': there are no vaults at " + scheme + "://",
                "give a name, a directory such as /mnt/backup/vault, or s3://BUCKET/PREFIX");
      };
    } catch (IllegalArgumentException e) {
      throw CliException.usage(
          "vault '" + text + "': " + e.getMessage(), "write it as s3://BUCKET/PREFIX");
    }
  }
}
