package io.csdr.cli.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.CliRun;
import io.csdr.cli.HomeFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is understood of the flags that say how things come back, before anybody is asked.
class RestoreFlagsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--image-map=a:1:b:2",
        "--image-map=a",
        "--image-map==b",
        "--image-map=a:",
        "--zone-map=a",
        "--namespace-map=a:b,a:c",
        "--image-map=a/:b/,a/:c/",
        "--replicas=-1",
        "--replicas=many",
        "--name=Not_A_Name"
      })
  void whatMakesNoSenseIsUsage(String flag) {
    CliRun run = migrate(flag);

    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(flag.substring(0, flag.indexOf('=')).replace("--name", "name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--image-map=a/:b/,c/:d/",
        "--image-map=localhost:5000/a:1=mirror.example:443/a:2",
        "--zone-map=a:b",
        "--namespace-map=shop:b,shop:b",
        "--replicas=0",
        "--name=moving.shop-1"
      })
  void whatMakesSenseGetsAsFarAsTheCluster(String flag) {
    CliRun run = migrate(flag);

    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("context \"nope\" does not exist");
  }

  @Test
  void theFlagsOfARestoreAreThoseOfAMigration() {
    String restore = CliRun.of("restore", "--help").out();
    String migrate = CliRun.of("migrate", "--help").out();

    for (String flag : new String[] {"zone-map", "image-map", "strip-affinity", "replicas"}) {
      assertThat(restore).contains("--" + flag + "=");
      assertThat(migrate).contains("--" + flag + "=");
    }
  }

  private CliRun migrate(String flag) {
    return HomeFolder.in(folder).run("migrate", "ns", "shop", "--to-context=nope", flag);
  }
}
