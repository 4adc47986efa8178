package io.csdr.cli.command.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.Cli;
import io.csdr.cli.CliRun;
import io.csdr.cli.HomeFolder;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultCommandsTest {
  @TempDir Path folder;
  private HomeFolder user = HomeFolder.in(Path.of("/nonexistent"));

  @BeforeEach
  void home() {
    user = HomeFolder.in(folder);
  }

  @Test
  void createMakesAVaultAndAKeyThatOnlyTheUserCanRead() throws IOException {
    CliRun run = user.run("vault", "create", "nightly", "--label", "Nightly backups");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEqualTo("vault/nightly created\n");
    Path key = onlyFile(user.keys());
    assertThat(run.err())
        .isEqualTo("the vault's key is in " + key + "; without a key nobody can read the vault\n");
    assertThat(run.err()).doesNotContain(Files.readAllLines(key).get(4).substring(5));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(user.keys())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(user.vaults().resolve("nightly"))))
        .isEqualTo("rwx------");
    assertThat(user.vaults().resolve("nightly")).isDirectoryNotContaining(path -> path.equals(key));
  }

  @Test
  void createRefusesAPlaceThatIsTaken() {
    user.write("full/file", "something");

    assertThat(user.run("vault", "create", "./full").err())
        .startsWith("error: ")
        .contains("is not empty — choose another place or name");
    assertThat(user.run("vault", "create", "twice").exit()).isZero();
    CliRun again = user.run("vault", "create", "twice");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.out()).isEmpty();
  }

  @Test
  void namesAreChecked() {
    assertThat(user.run("vault", "create", "No_Such").exit()).isEqualTo(2);
    assertThat(user.run("vault", "create", "..").exit()).isEqualTo(2);
    assertThat(user.run("vault", "create", "ftp://bucket/x").err())
        .contains("there are no vaults at ftp://");
    CliRun bucket = user.run("vault", "create", "s3://No_Bucket/x");
    assertThat(bucket.exit()).isEqualTo(2);
    assertThat(bucket.err()).contains("'No_Bucket' is no name of a bucket");
  }

  @Test
  void aBucketNeedsKeysAndAnEndpointThatMakesSense() {
    CliRun keyless = user.run("vault", "create", "s3://bucket/x");
    assertThat(keyless.exit()).isEqualTo(1);
    assertThat(keyless.err())
        .startsWith("error: there are no keys for S3: AWS_ACCESS_KEY_ID is not set")
        .contains(" — set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE")
        .doesNotContain("the vault's directory");
    CliRun odd =
        user.with("AWS_ENDPOINT_URL", "s3.example.com").run("vault", "create", "s3://bucket/x");
    assertThat(odd.exit()).isEqualTo(2);
    assertThat(odd.err()).contains("check AWS_ENDPOINT_URL");
    assertThat(user.keys()).doesNotExist();
  }

  @Test
  void aMistypedVaultIsAnErrorAndMakesNothing() throws IOException {
    CliRun run = user.run("get", "backups", "--vault", "nighlty");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "error: there is no vault 'nighlty' — see the vaults with: kubectl csdr get vaults;"
                + " make this one with: kubectl csdr vault create nighlty\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void listingsOfNothingSaySoOnStandardErrorOnly() {
    assertThat(user.run("get", "backups"))
        .isEqualTo(
            new CliRun(
                0,
                "NAME     VAULT    PHASE    CONSISTENCY   OBJECTS   VOLUMES   SIZE     AGE\n",
                "No backups found.\n"));
    assertThat(user.run("get", "backups", "-o", "name").out()).isEmpty();
    assertThat(user.run("get", "vaults", "-o", "jsonpath={.items}").out()).isEqualTo("[]");
  }

  @Test
  void vaultsAreListedWithTheirKeys() throws IOException {
    user.run("vault", "create", "one");
    user.run("vault", "create", "two");
    String id = user.run("get", "vaults", "-o", "jsonpath={.items[0].status.vaultId}").out();
    Files.delete(user.keys().resolve(id + ".key"));

    CliRun run = user.run("get", "vaults", "--no-headers");

    assertThat(run.out()).matches("one {6}" + id + " {3}<none>\ntwo {6}[0-9a-f]{32} {3}present\n");
    assertThat(user.run("get", "vault", "-o", "name").out())
        .startsWith("backuplocation.csdr.alibabacloud.com/one\n");
  }

  @Test
  void withoutAKeyTheErrorNamesTheWaysToGiveOne() throws IOException {
    user.run("vault", "create", "lost");
    Path key = onlyFile(user.keys());
    Path moved = Files.move(key, folder.resolve("moved.key"));

    CliRun run = user.run("get", "backups", "--vault", "lost");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: no key opens vault 'lost'")
        .contains("--key-file")
        .contains("put the key file into " + key);

    assertThat(user.run("get", "backups", "--vault", "lost", "--key-file", moved.toString()).exit())
        .isZero();
    assertThat(user.with("CSDR_KEY_FILE", moved.toString()).run("get", "backups").exit()).isZero();
    assertThat(user.with("CSDR_VAULT", "lost").run("get", "backups").exit()).isEqualTo(1);
  }

  @Test
  void aVaultThatCannotBeOpenedHidesNoOther() throws IOException {
    user.run("vault", "create", "lost");
    Files.delete(onlyFile(user.keys()));
    user.run("vault", "create", "open");

    CliRun list = user.run("get", "backups");
    assertThat(list.exit()).isEqualTo(1);
    assertThat(list.out()).startsWith("NAME ");
    assertThat(list.err())
        .startsWith("error: vault 'lost' is left out: no key opens vault 'lost'")
        .endsWith("No backups found.\n");

    CliRun search = user.run("describe", "shop");
    assertThat(search.exit()).isEqualTo(1);
    assertThat(search.err())
        .contains("vault 'lost' is left out")
        .contains("error: none of the other vaults has a backup 'shop'");
  }

  @Test
  void anAlteredKeyFileIsRefusedWithoutShowingIt() throws IOException {
    user.run("vault", "create", "v");
    Path key = onlyFile(user.keys());
    String text = Files.readString(key);
    String secret = text.lines().filter(line -> line.startsWith("key: ")).findFirst().orElseThrow();
    Files.writeString(key, text.replace(secret, "key: " + "00".repeat(32)));

    CliRun run = user.run("get", "backups");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("was altered").doesNotContain(secret.substring(5));
  }

  @Test
  void keysComeAndGo() throws IOException {
    user.run("vault", "create", "v");
    Path passphrase = user.write("passphrase", "correct horse battery staple\n");
    Path spare = folder.resolve("spare.key");

    String added =
        user.run("vault", "key", "add", "--vault=v", "--new-passphrase-file=passphrase").out();
    assertThat(added).matches("key/[0-9a-f]{32} added\n");
    assertThat(
            user.run("vault", "key", "add", "--vault=v", "--new-key-file=spare.key", "--label=usb")
                .exit())
        .isZero();
    assertThat(user.run("vault", "key", "list", "--vault=v", "--no-headers").out().lines())
        .hasSize(3)
        .anyMatch(line -> line.matches("[0-9a-f]{32} {3}passphrase {3}<none> +\\d+s"))
        .anyMatch(line -> line.matches("[0-9a-f]{32} {3}key-file {5}usb +\\d+s"));

    Files.delete(onlyFile(user.keys()));
    assertThat(user.run("get", "backups", "--vault=v", "--passphrase-file=" + passphrase).exit())
        .isZero();
    assertThat(
            user.with("CSDR_PASSPHRASE_FILE", passphrase.toString())
                .run("get", "backups", "--vault=v")
                .exit())
        .isZero();
    assertThat(user.run("get", "backups", "--vault=v", "--key-file=" + spare).exit()).isZero();

    String id = added.substring(4, 36);
    CliRun unconfirmed =
        user.run("vault", "key", "remove", id, "--vault=v", "--key-file=spare.key");
    assertThat(unconfirmed.exit()).isEqualTo(2);
    assertThat(unconfirmed.err()).contains("needs a confirmation — add --yes");
    assertThat(
            user.run("vault", "key", "remove", id, "--vault=v", "--key-file=spare.key", "--yes")
                .out())
        .isEqualTo("key/" + id + " removed\n");
    assertThat(user.run("get", "backups", "--vault=v", "--passphrase-file=" + passphrase).exit())
        .isEqualTo(1);
  }

  @Test
  void theLastKeyStays() {
    user.run("vault", "create", "v");
    String id =
        user.run("vault", "key", "list", "--vault=v", "-o", "jsonpath={.items[0].id}").out();

    CliRun run = user.run("vault", "key", "remove", id, "--vault=v", "--yes");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("is the last one that opens this vault");
  }

  @Test
  void onATerminalTheRecoveryPhraseIsShownConfirmedAndOpensTheVault() throws IOException {
    Watcher screen = new Watcher();
    Terminal terminal = new Terminal(screen.answers(), screen, screen, new Ttys(true, true, true));

    int exit = new Cli(user.environment(), terminal).run("vault", "create", "v");

    String seen = screen.toString(StandardCharsets.UTF_8);
    assertThat(exit).isZero();
    assertThat(seen)
        .contains("The recovery phrase of this vault, shown only now.")
        .contains("confirmed\n");
    assertThat(seen).doesNotContain("was not confirmed");
    Files.delete(onlyFile(user.keys()));
    Path phrase = user.write("phrase", String.join(" ", screen.words()));
    assertThat(user.run("get", "backups", "--vault=v", "--passphrase-file=" + phrase).exit())
        .isZero();
  }

  @Test
  void aTypedPassphraseOpensTheVault() throws IOException {
    user.run("vault", "create", "v");
    user.write("passphrase", "Zwölf Boxkämpfer\n");
    user.run("vault", "key", "add", "--vault=v", "--new-passphrase-file=passphrase");
    Files.delete(onlyFile(user.keys()));
    Ttys all = new Ttys(true, true, true);

    CliRun right =
        CliRun.typing(user.environment(), all, "Zwölf Boxkämpfer\n", "get", "backups", "--vault=v");
    CliRun wrong =
        CliRun.typing(user.environment(), all, "Zwoelf\n", "get", "backups", "--vault=v");

    assertThat(right.exit()).isZero();
    assertThat(right.err()).contains("Passphrase or recovery phrase of vault ");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.err()).doesNotContain("Zwoelf");
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .reduce((a, b) -> {
            throw new AssertionError("several files in " + folder);
          })
          .orElseThrow();
    }
  }

  /// Somebody who writes the words down and types the one that is asked for.
  private static final class Watcher extends ByteArrayOutputStream {
    private static final Pattern WORD = Pattern.compile("(\\d+)\\. ([a-z]+)");
    private static final Pattern QUESTION = Pattern.compile("Type word number (\\d+)");

    String[] words() {
      String[] words = new String[24];
      Matcher found = WORD.matcher(toString(StandardCharsets.UTF_8));
      while (found.find()) {
        words[Integer.parseInt(found.group(1)) - 1] = found.group(2);
      }
      return words;
    }

    @SuppressWarnings("InputStreamSlowMultibyteRead") // one byte at a time is what is read
    InputStream answers() {
      return new InputStream() {
        private byte[] answer = new byte[0];
        private int at;

        @Override
        public int read() {
          if (at == answer.length) {
            Matcher question = QUESTION.matcher(Watcher.this.toString(StandardCharsets.UTF_8));
            assertThat(question.find()).isTrue();
            String word = words()[Integer.parseInt(question.group(1)) - 1];
            answer = (word + "\n").getBytes(StandardCharsets.UTF_8);
            at = 0;
          }
          return answer[at++];
        }
      };
    }
  }
}
