package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.TestCluster;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A user with a home of its own before a cluster, and what every test asserts in the end.
record Scene(TestCluster cluster, Path home, CsdrProgram csdr, Kubectl kubectl) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static Scene of(TestCluster cluster, Path home) {
    return new Scene(
        cluster,
        home,
        new CsdrProgram(cluster.kubeconfig(), home),
        new Kubectl(cluster.kubeconfig()));
  }

  /// The default vault.
  VaultAudit vault() {
    return vault(csdr.defaultVault());
  }

  /// Another vault of the same user.
  VaultAudit vault(Path directory) {
    return new VaultAudit(directory, csdr.keys());
  }

  /// What the cluster keeps for those who look.
  CleanCluster leftovers() {
    return new CleanCluster(kubectl);
  }

  /// Runs a command that must succeed.
  Result must(String... arguments) {
    Result result = csdr.run(arguments);
    assertThat(result.exit()).as(result::toString).isZero();
    assertThat(result.errors()).as(result::toString).isEmpty();
    return result;
  }

  /// A command that ended with this code and one line that holds all these words.
  static void assertEnded(Result result, int exit, String... words) {
    assertThat(result.exit()).as(result::toString).isEqualTo(exit);
    assertThat(result.errors()).as(result::toString).singleElement().asString().contains(words);
    assertThat(result.err()).as(result::toString).doesNotContain("\tat ", "Exception");
  }

  /// Nothing of any run of the default vault is in the cluster.
  void assertNothingLeft() {
    assertNothingLeft(vault());
  }

  /// Nothing of any run of this vault is in the cluster, or will be when Kubernetes has removed the
  /// namespaces that were emptied.
  void assertNothingLeft(VaultAudit vault) {
    CleanCluster places = leftovers();
    List<String> runs = vault.runs();
    assertThat(places.leftOf(runs)).as("what is left, but for namespaces that go").isEmpty();
    await("the namespaces of runs are gone", () -> !places.anyNamespaceOf(runs));
  }

  /// Waits until something is so.
  static void await(String what, BooleanSupplier so) {
    Instant deadline = Instant.now().plus(PATIENCE);
    try {
      while (!so.getAsBoolean()) {
        if (Instant.now().isAfter(deadline)) {
          throw new AssertionError("it did not come to pass: " + what);
        }
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// The bytes of all packs in the default vault.
  long packedBytes() {
    Path folder = csdr.defaultVault();
    return folder.resolve("p").toFile().isDirectory()
        ? files(folder, "p").stream().mapToLong(file -> file.toFile().length()).sum()
        : 0;
  }

  /// All files of one kind in a vault's directory, the largest last.
  static List<Path> files(Path vault, String prefix) {
    try (Stream<Path> files = Files.walk(vault.resolve(prefix))) {
      return files
          .filter(Files::isRegularFile)
          .sorted(
              Comparator.comparingLong((Path file) -> file.toFile().length())
                  .thenComparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
