package io.csdr.cli;

import io.csdr.cli.env.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A user with an empty home.
public record HomeFolder(Path home, Map<String, String> variables) {
  public static HomeFolder in(Path folder) {
    return new HomeFolder(folder, Map.of());
  }

  /// The same user with one more variable.
  public HomeFolder with(String name, String value) {
    Map<String, String> more = new HashMap<>(variables);
    more.put(name, value);
    return new HomeFolder(home, more);
  }

  public Environment environment() {
    return new Environment(variables, home, home);
  }

  public CliRun run(String... words) {
    return CliRun.in(environment(), words);
  }

  public Path write(String file, String text) {
    Path path = home.resolve(file);
    try {
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path keys() {
    return home.resolve(".config/csdr/keys");
  }

  public Path vaults() {
    return home.resolve(".local/share/csdr/vaults");
  }
}
