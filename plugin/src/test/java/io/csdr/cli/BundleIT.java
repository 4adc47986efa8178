package io.csdr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program as users have it, which the build has just made.
class BundleIT {
  private static final Path BUNDLE = Path.of("target/kubectl-csdr").toAbsolutePath();

  @TempDir Path folder;

  private record Ran(int exit, String out, String err) {}

  @BeforeEach
  void theBuildMadeIt() {
    assertThat(BUNDLE.resolve("bin/kubectl-csdr")).isExecutable();
    assertThat(BUNDLE.resolve("lib/csdr.aot")).isNotEmptyFile();
  }

  @Test
  void startsThroughLinksFromAnywhere() throws Exception {
    Path store = Files.createDirectories(folder.resolve("store/csdr"));
    Files.createSymbolicLink(store.resolve("program"), BUNDLE.resolve("bin/kubectl-csdr"));
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("kubectl-csdr"), Path.of("../store/csdr/program"));

    Ran ran = run(Map.of("PATH", bin + ":/usr/bin:/bin"), "kubectl-csdr", "version");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("Client Version: v");
    assertThat(ran.exit()).isZero();
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    assertThat(run(Map.of(), program(), "version", "--nope").exit()).isEqualTo(2);
  }

  @Test
  void classesComeOutOfTheCache() throws Exception {
    Ran ran =
        run(
            Map.of("CSDR_JAVA_OPTIONS", "-Xlog:class+load:stderr"),
            program(),
            "version",
            "-o",
            "json");

    assertThat(ran.err().lines().filter(line -> line.contains("io.csdr.cli.Main ")))
        .singleElement()
        .asString()
        .contains("shared objects file");
    assertThat(ran.err().lines().filter(line -> line.contains(" picocli.CommandLine ")))
        .singleElement()
        .asString()
        .contains("shared objects file");
  }

  @Test
  void listingBackupsIsInTheCacheToo() throws Exception {
    Map<String, String> home = Map.of("HOME", folder.toString());
    assertThat(run(home, program(), "vault", "create", "v").exit()).isZero();

    Ran ran =
        run(
            Map.of("HOME", folder.toString(), "CSDR_JAVA_OPTIONS", "-Xlog:class+load:stderr"),
            program(),
            "get",
            "backups");

    assertThat(ran.exit()).isZero();
    assertThat(ran.err().lines().filter(line -> line.contains(" io.csdr.engine.catalog.Catalog ")))
        .singleElement()
        .asString()
        .contains("shared objects file");
    assertThat(ran.err().lines().filter(line -> line.contains("source: file:")))
        .as("classes that are not in the cache")
        .hasSizeLessThan(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "garbage", "truncated", "empty"})
  void aCacheThatCannotBeUsedIsASilentlySlowerStart(String kind) throws Exception {
    Path place = folder.resolve("csdr.aot");
    byte[] cache = Files.readAllBytes(BUNDLE.resolve("lib/csdr.aot"));
    switch (kind) {
      case "garbage" -> Files.writeString(place, "this is no cache\n".repeat(1000));
      case "truncated" -> Files.write(place, Arrays.copyOf(cache, cache.length / 2));
      case "empty" -> Files.createFile(place);
      default -> assertThat(place).doesNotExist();
    }
    String launcher =
        Files.readString(BUNDLE.resolve("bin/kubectl-csdr"))
            .replaceFirst("(?m)^home=.*$", "home='" + BUNDLE + "'")
            .replace("\"$home/lib/csdr.aot\"", "'" + place + "'");
    assertThat(launcher).contains("-XX:AOTCache='" + place + "'");
    Path program = Files.writeString(folder.resolve("program"), launcher);

    Ran ran = run(Map.of(), "sh", program.toString(), "version", "-o", "json");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(new ObjectMapper().readTree(ran.out()).path("image").asText())
        .startsWith("localhost/csdr:");
  }

  @Test
  void variablesForOtherJavaProgramsAreNotAnnounced() throws Exception {
    Ran ran =
        run(
            Map.of("JAVA_TOOL_OPTIONS", "-Da=b", "JDK_JAVA_OPTIONS", "-Da=b"),
            program(),
            "version");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
  }

  @Test
  void theNativeLibraryOfTheCompressorLiesBesideTheJars() throws IOException {
    try (Stream<Path> files = Files.list(BUNDLE.resolve("lib"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("libzstd-jni."));
    }
    assertThat(Files.readString(BUNDLE.resolve("bin/kubectl-csdr")))
        .contains("-DZstdNativePath=\"$home/lib/libzstd-jni.");
  }

  @Test
  void theArchiveHoldsFoldersAndFilesOnlyAndTheLicence() throws Exception {
    List<Path> archives;
    try (Stream<Path> files = Files.list(BUNDLE.getParent())) {
      archives = files.filter(file -> file.toString().endsWith(".tar.gz")).toList();
    }
    assertThat(archives).hasSize(1);

    List<String> entries =
        run(
                Map.of(),
                "tar",
                "--list",
                "--verbose",
                "--gzip",
                "--file",
                archives.getFirst().toString())
            .out()
            .lines()
            .toList();

    assertThat(entries).hasSizeGreaterThan(50).allMatch(line -> line.matches("[d-].*"));
    assertThat(entries)
        .anyMatch(line -> line.endsWith(" kubectl-csdr/LICENSE"))
        .anyMatch(line -> line.matches("-rwxr-xr-x .* kubectl-csdr/bin/kubectl-csdr"))
        .anyMatch(line -> line.matches("-rwxr-xr-x .* kubectl-csdr/runtime/bin/java"));
  }

  private static String program() {
    return BUNDLE.resolve("bin/kubectl-csdr").toString();
  }

  private Ran run(Map<String, String> variables, String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of("env"));
    variables.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(List.of(command));
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out, Files.readString(err));
  }
}
