package io.csdr.cli.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.CliRun;
import io.csdr.cli.HomeFolder;
import io.csdr.cli.SampleVault;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which of its ways a command takes. Nobody listens where the server is said to be, and nothing is sent.
class DryRunTest {
  private static final String SERVER = "--server=https://127.0.0.1:9";

  @TempDir Path folder;

  @Test
  void aBackupWritesUnlessToldNotTo() {
    HomeFolder user = HomeFolder.in(folder);

    CliRun real = user.run("backup", "ns", "shop", "--vault=none", SERVER);
    CliRun none = user.run("backup", "--dry-run=none", "ns", "shop", "--vault=none", SERVER);
    CliRun dry = user.run("backup", "--dry-run", "ns", "shop", "--vault=none", SERVER);
    CliRun client = user.run("backup", "ns", "shop", "--vault=none", SERVER, "--dry-run=client");

    assertThat(real.err()).startsWith("error: there is no vault 'none'");
    assertThat(none.err()).startsWith("error: there is no vault 'none'");
    assertThat(dry.err()).contains("unable to connect to the server").doesNotContain("vault");
    assertThat(client.err()).contains("unable to connect to the server").doesNotContain("vault");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMistakeMakesNoDefaultVault() {
    HomeFolder user = HomeFolder.in(folder);

    assertThat(user.run("backup", "ns", "shop", SERVER).err()).contains("unable to connect");
    assertThat(user.run("backup", "ns", "shop", "--context=nope").exit()).isEqualTo(1);
    assertThat(user.run("migrate", "ns", "shop", "--to-context=nope").exit()).isEqualTo(1);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDryBackupMakesNoDefaultVault() {
    HomeFolder user = HomeFolder.in(folder);

    assertThat(user.run("backup", "ns", "shop", SERVER, "--dry-run").exit()).isEqualTo(1);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theFlagOfARestoreDoesNotTakeTheNextWord() {
    HomeFolder user = HomeFolder.in(folder);
    SampleVault.create(user, "v").backup("b", true);

    assertThat(user.run("restore", "--dry-run", "b", SERVER).err())
        .contains("unable to connect to the server");
    assertThat(user.run("restore", "b", "--dry-run=perhaps").exit()).isEqualTo(2);
  }

  @Test
  void aDryRestorePrintsLinesOnly() {
    HomeFolder user = HomeFolder.in(folder);
    SampleVault.create(user, "v").backup("b", true);

    for (String mode : new String[] {"client", "server"}) {
      CliRun run = user.run("restore", "b", SERVER, "--dry-run=" + mode, "-o", "json");

      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("--dry-run " + mode + " prints lines", "leave out -o");
    }
  }

  @Test
  void wrongModesAreUsage() {
    HomeFolder user = HomeFolder.in(folder);

    CliRun run = user.run("backup", "ns", "shop", "--dry-run=server");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("error: --dry-run server is unknown — use none or client\n");
  }
}
