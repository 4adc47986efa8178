package io.csdr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.HomeFolder;
import io.csdr.cli.SampleVault;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Completion of what only vaults and kubeconfigs know.
class ValueCompletionTest {
  @TempDir Path folder;
  private HomeFolder user = HomeFolder.in(Path.of("/nonexistent"));

  @BeforeEach
  void home() {
    user = HomeFolder.in(folder);
    SampleVault.create(user, "default").backup("shop-1", true);
    SampleVault.create(user, "nightly").backup("shop-2", false);
  }

  @Test
  void backupsOfAllVaults() {
    assertThat(complete("describe", ""))
        .isEqualTo("shop-1\tCompleted shop\nnightly/shop-2\tPartiallyFailed shop\n:4\n");
    assertThat(complete("restore", "shop-")).isEqualTo("shop-1\tCompleted shop\n:4\n");
    assertThat(complete("describe", "--vault", "nightly", ""))
        .isEqualTo("shop-2\tPartiallyFailed shop\n:4\n");
    assertThat(complete("cat", "shop")).isEqualTo("shop-1:/\tCompleted shop\n:4\n");
  }

  @Test
  void vaults() {
    assertThat(complete("get", "backups", "--vault", "n"))
        .isEqualTo("nightly\t" + user.vaults().resolve("nightly") + "\n:4\n");
  }

  @Test
  void contexts() {
    user.write(
        ".kube/config",
        """
        contexts:
        - {name: source, context: {cluster: a}}
        - {name: target, context: {cluster: b}}
        """);

    assertThat(complete("migrate", "ns", "shop", "--to-context", "t")).isEqualTo("target\n:4\n");
    assertThat(complete("doctor", "--context="))
        .isEqualTo("--context=source\n--context=target\n:4\n");
  }

  @Test
  void choices() {
    assertThat(complete("backup", "--volumes", "")).isEqualTo("auto\nsnapshot\ncopy\nnone\n:4\n");
    assertThat(complete("restore", "--existing=u")).isEqualTo("--existing=update\n:4\n");
  }

  @Test
  void partsOfABackup() {
    assertThat(complete("restore", "shop-1", "ns", "")).isEqualTo("shop\n:4\n");
    assertThat(complete("backup", "n")).isEqualTo("ns\tNamespaces\n:4\n");
  }

  @Test
  void whatCannotBeFoundIsNoError() {
    assertThat(complete("backup", "ns", "")).isEqualTo(":4\n");
    assertThat(complete("describe", "--vault", "no-such", "")).isEqualTo(":4\n");
  }

  private String complete(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = CompleteCommand.NAME;
    System.arraycopy(words, 0, all, 1, words.length);
    return user.run(all).out();
  }
}
