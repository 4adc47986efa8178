package io.csdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/fault-points.md` lists the fault points that the code has, no more and no fewer.
class FaultPointsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PASSED = Pattern.compile("FaultPoint\\.pass\\(\\s*\"([^\"]+)\"");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  @Test
  void everyPointIsListedAndEveryLineIsAPoint() throws IOException {
    Set<String> passed = new TreeSet<>();
    for (String module : List.of("core/vault", "core/engine", "core/mover", "plugin")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          passed.addAll(names(PASSED, file));
        }
      }
    }

    assertThat(names(LISTED, ROOT.resolve("docs/fault-points.md"))).isEqualTo(passed).isNotEmpty();
  }

  private static Set<String> names(Pattern pattern, Path file) throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
