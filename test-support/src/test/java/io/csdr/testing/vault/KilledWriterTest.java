package io.csdr.testing.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.commit.Body;
import io.csdr.vault.commit.CommitDraft;
import io.csdr.vault.commit.Root;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.csdr.vault.fault.FaultPoint;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.store.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Kills a writing process at every point of a backup and looks at what is left.
class KilledWriterTest {
  @TempDir Path dir = Path.of("/unset");

  /// Backs up into the vault at the first argument with the key file at the second, as run `run-N` named by the third.
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      FaultPoint.arm(System.getenv());
      KeyFile key = KeyFile.parse(Files.readString(Path.of(args[1])));
      try (Vault vault = Vault.open(DirectoryStore.open(Path.of(args[0])), KeySource.of(key))) {
        Run run =
            vault.startRun(
                new RunDraft(
                    "run-" + args[2], "nightly", "backup", "c", Duration.ofHours(1), new byte[0]));
        BlobWriter writer = vault.writer(Samples.SMALL_PACKS);
        List<BlobId> ids = Samples.putAll(writer, Samples.contents(80, 21));
        writer.flush();
        List<Root> roots = ids.stream().map(id -> new Root(id.toString(), id)).toList();
        Instant now = Instant.EPOCH;
        Body body = new Body.Inline(new byte[0]);
        vault.commit(
            run, new CommitDraft("nightly", "c", List.of(), now, now, roots, new byte[0], body));
        vault.endRun(run, new byte[0]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vault-run-started,0",
    "vault-pack-written:3,0",
    "vault-index-written,0",
    "vault-commit-written,1",
    "none,1"
  })
  void whateverIsLeftIsHarmless(String fault, int commits) throws Exception {
    CreateOptions options = CreateOptions.standard();
    KeyFile key = KeyFile.random(options.id());
    Path place = dir.resolve("vault");
    Path keyFile = Files.writeString(dir.resolve("key"), key.toText());
    Vault.create(DirectoryStore.create(place), options, key, "").close();

    int exit = run(fault, place, keyFile, "1");
    assertThat(exit).isEqualTo(fault.equals("none") ? 0 : FaultPoint.EXIT_CODE);
    try (Vault vault = Vault.open(DirectoryStore.open(place), KeySource.of(key))) {
      assertThat(vault.commits()).hasSize(commits);
      assertThat(vault.runs()).hasSize(1);
      assertThat(vault.runs().getFirst().ended().isPresent()).isEqualTo(exit == 0);
    }
    if (commits == 0) {
      assertThat(run("none", place, keyFile, "2")).isZero();
    }
    try (Vault vault = Vault.open(DirectoryStore.open(place), KeySource.of(key))) {
      List<BlobId> roots =
          vault.findCommits("nightly").whole().getFirst().roots().stream().map(Root::id).toList();
      List<byte[]> contents = Samples.contents(80, 21);
      Samples.Fetched fetched = Samples.fetch(vault.reader(), roots);
      for (int i = 0; i < roots.size(); i++) {
        assertThat(fetched.plain().get(roots.get(i))).isEqualTo(contents.get(i));
      }
      assertThat(vault.blobs().damagedIndex()).isEmpty();
    }
  }

  private static int run(String fault, Path vault, Path key, String number) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            vault.toString(),
            key.toString(),
            number);
    builder.environment().keySet().removeIf(name -> name.startsWith("CSDR_"));
    builder.environment().put("CSDR_FAULT", fault);
    builder.environment().put("CSDR_TESTING", "1");
    return builder.inheritIO().start().waitFor();
  }
}
