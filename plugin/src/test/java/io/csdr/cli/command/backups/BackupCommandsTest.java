package io.csdr.cli.command.backups;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.CliRun;
import io.csdr.cli.HomeFolder;
import io.csdr.cli.SampleVault;
import io.csdr.cli.term.Ttys;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// get, describe and delete over vaults with backups.
class BackupCommandsTest {
  @TempDir Path folder;
  private HomeFolder user = HomeFolder.in(Path.of("/nonexistent"));
  private SampleVault nightly = new SampleVault(user, "nightly");

  @BeforeEach
  void home() {
    user = HomeFolder.in(folder);
    nightly = SampleVault.create(user, "nightly");
    nightly.backup("one", true);
    nightly.backup("two", false);
  }

  @Test
  void theListShowsWhatIsThereAndSizesInOneForm() {
    CliRun run = user.run("get", "backups", "--no-headers");

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("one +nightly +Completed +crash +1 +1 +80\\.5MiB +\\S+"))
        .anyMatch(line -> line.matches("two +nightly +PartiallyFailed +crash .*"));
  }

  @Test
  void aBackupMayBeCalledByItsVaultAndName() {
    SampleVault.create(user, "weekly").backup("one", true);

    assertThat(user.run("get", "backups", "weekly/one", "--no-headers").out())
        .startsWith("one")
        .contains("weekly")
        .doesNotContain("nightly");
    assertThat(user.run("describe", "weekly/one").exit()).isZero();
    CliRun ambiguous = user.run("describe", "one");
    assertThat(ambiguous.exit()).isEqualTo(2);
    assertThat(ambiguous.err()).contains("write nightly/one or weekly/one");
    assertThat(user.run("describe", "two").exit()).isZero();
  }

  @Test
  void whatTheListPrintsAsNamesIsUnderstood() {
    List<String> printed = user.run("get", "backups", "-o", "name").out().lines().sorted().toList();
    String[] names = printed.toArray(String[]::new);

    assertThat(names).hasSize(2).allMatch(name -> name.startsWith("applicationbackup."));
    assertThat(user.run("describe", names[0], names[1]).out())
        .startsWith("Name:         one\n")
        .contains("\n\nName:         two\n");
    assertThat(user.run("get", "backups", names[1], "--no-headers").out()).startsWith("two");
    assertThat(user.run("ls", names[0] + ":/").out()).contains("shop/");
    assertThat(user.run("delete", "--yes", names[0]).exit()).isZero();
    assertThat(user.run("get", "backups", "-o", "name").out()).isEqualTo(names[1] + "\n");
  }

  @Test
  void aTypeMayStandBeforeTheNamesAsKubectlHasIt() {
    assertThat(user.run("describe", "backup", "two").out()).startsWith("Name:         two\n");
    assertThat(user.run("delete", "--yes", "applicationbackups", "one", "two").exit()).isZero();
    assertThat(user.run("get", "backups", "-o", "name").out()).isEmpty();
    assertThat(user.run("describe", "backup").err()).contains("backup backup: there is no backup");
  }

  @Test
  void filesAreListedWithTheirRightsAsLsWritesThem() {
    assertThat(user.run("ls", "-l", "one:/shop/volumes/data").out().lines())
        .anyMatch(line -> line.matches("-rw-r--r-- +8 +\\S+ +readme"))
        .anyMatch(line -> line.matches("drwxr-xr-x .* etc"));
  }

  @Test
  void descriptionsAreForPeople() {
    assertThat(user.run("describe", "two").out())
        .contains("Phase:        PartiallyFailed\n")
        .contains("Started:      2026-11-21T04:15:00Z\n")
        .contains("Completed:    2026-11-21T04:16:05Z\n")
        .contains("  shop/data: saved, snapshot, crash, 80.5MiB (5B new)\n")
        .contains("Failures:\n  persistentvolumeclaims shop/x: no — do\n")
        .doesNotContain("null");
  }

  @Test
  void theCoverageCannotOrderATerminalAbout() {
    String file = user.run("describe", "one", "--details").out();
    String terminal =
        CliRun.typing(
                user.environment(),
                new Ttys(false, true, false),
                "",
                "describe",
                "one",
                "--details")
            .out();

    assertThat(file).endsWith(SampleVault.COVERAGE);
    assertThat(terminal)
        .doesNotContain("\u001b")
        .endsWith(SampleVault.COVERAGE.replace("\u001b", "\\x1b"));
  }

  @Test
  void aRunWithoutABackupIsDescribedToo() {
    nightly.failed("three", "no room");

    assertThat(user.run("describe", "three").out())
        .contains("Name:         three\nPhase:        Failed\n")
        .contains("Message:      no room\n");
  }

  @Test
  void allFailuresOfARestoreAreDescribed() {
    SampleVault.create(user, "weekly");
    nightly.restored("one-back", 25);

    CliRun run = user.run("describe", "one-back");

    assertThat(run.out())
        .contains("Name:         one-back\nKind:         restore\nPhase:        PartiallyFailed\n")
        .contains("Objects:      3 created, 0 updated, 1 unchanged, 0 skipped, 25 failed\n")
        .contains("  configmaps shop/c24: no — do\n")
        .contains("Warnings:\n  look out\n");
    assertThat(run.out().lines().filter(line -> line.contains("configmaps shop/c"))).hasSize(25);
  }

  @Test
  void aRunWhoseBackupWasDeletedIsNotDescribed() {
    assertThat(user.run("delete", "one", "--yes").exit()).isZero();

    assertThat(user.run("describe", "one").err()).contains("there is no backup of this name");
  }

  @Test
  void whatIsNotThereIsSaidWithTheWayToLook() {
    CliRun run = user.run("describe", "four");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "error: backup four: there is no backup of this name in the vault — see them with:"
                + " kubectl csdr get backups\n");
    assertThat(user.run("get", "backups", "four").exit()).isEqualTo(1);
  }

  @Test
  void deletingWantsAConfirmationInScripts() {
    CliRun refused = user.run("delete", "one");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("--yes");
    assertThat(user.run("get", "backups", "one").exit()).isZero();

    assertThat(user.run("delete", "one", "--yes").out())
        .isEqualTo("applicationbackup.csdr.alibabacloud.com/one deleted\n");
    assertThat(user.run("get", "backups", "one").exit()).isEqualTo(1);
  }
}
