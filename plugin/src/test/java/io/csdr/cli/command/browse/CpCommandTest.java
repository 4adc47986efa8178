package io.csdr.cli.command.browse;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.CliRun;
import io.csdr.cli.HomeFolder;
import io.csdr.cli.SampleVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpCommandTest {
  @TempDir Path folder;
  private HomeFolder user = HomeFolder.in(Path.of("/nonexistent"));

  @BeforeEach
  void home() {
    user = HomeFolder.in(folder);
    SampleVault.create(user, "v").backup("b", true);
  }

  @Test
  void aTargetThatIsNewIsTheCopy() {
    CliRun run = user.run("cp", "b:/shop/volumes/data", "copy");

    assertThat(run)
        .isEqualTo(new CliRun(0, folder.resolve("copy") + ": 4 files and folders, 18B\n", ""));
    assertThat(folder.resolve("copy/etc/hosts")).hasContent("127.0.0.1");
  }

  @Test
  void intoAFolderItGoesUnderItsOwnName() throws IOException {
    Files.createDirectory(folder.resolve("into"));

    assertThat(user.run("cp", "v/b:/shop/volumes/data/readme", "into").exit()).isZero();
    assertThat(user.run("cp", "b:/shop/objects/configmaps/web.yaml", "into/").exit()).isZero();
    assertThat(user.run("cp", "b:/shop", "into").exit()).isZero();

    assertThat(folder.resolve("into/readme")).hasContent("read me");
    assertThat(folder.resolve("into/web.yaml")).hasContent("kind: ConfigMap\ndata:\n  a: \"1\"\n");
    assertThat(folder.resolve("into/shop/volumes/data/etc/hosts")).exists();
    assertThat(folder.resolve("into/shop/objects/configmaps/web.yaml")).exists();
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Files.writeString(folder.resolve("mine"), "mine");

    CliRun run = user.run("cp", "b:/shop/volumes/data/readme", "mine");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: " + folder.resolve("mine")).contains("already");
    assertThat(folder.resolve("mine")).hasContent("mine");
  }

  @Test
  void wrongWordsAreToldWithTheRightOnes() {
    assertThat(user.run("cp", "b", "x").err()).contains("write it as BACKUP:/NAMESPACE/");
    assertThat(user.run("cp", "b:/shop/volumes/data").exit()).isEqualTo(2);
    assertThat(user.run("cp", "b:/shop/volumes/data", "no/such/folder").err())
        .contains("there is no folder " + folder.resolve("no/such"));
    assertThat(user.run("cp", "b:/shop/volumes/data/nothing", "x").err())
        .contains("the backup has no such place — look around with: kubectl csdr ls b:/");
  }
}
