package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.EngineException;
import io.csdr.engine.ExampleApp;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.cluster.Cluster;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.Filters;
import io.csdr.model.request.ImageSource;
import io.csdr.model.request.MigrateRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.vault.Vault;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a migration refuses before it talks to either cluster: nobody listens where they are said to be.
class MigrateFlowTest {
  @TempDir Path temporary;

  private final Vault vault = SampleBackups.vault();
  private final Cluster cluster =
      Cluster.connect(new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build());

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aMapThatNamesAnotherNamespaceIsRefusedAtTheStart() {
    assertThatThrownBy(() -> migrate(Map.of("shpo", "copy")))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.failure().type()).isEqualTo("NotInBackup"))
        .hasMessageContaining("namespace shpo")
        .hasMessageContaining("it has bank, shop");
    assertThat(vault.runs()).isEmpty();
  }

  @Test
  void twoNamespacesDoNotBecomeOne() {
    assertThatThrownBy(() -> migrate(Map.of("shop", "bank")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("bank and shop would both become bank");
    assertThat(vault.runs()).isEmpty();
  }

  private void migrate(Map<String, String> namespaces) throws InterruptedException {
    BackupRequest backup =
        new BackupRequest(
            "move",
            new Selection.Namespaces(List.of("shop", "bank")),
            Filters.NONE,
            VolumeMode.AUTO,
            null,
            1,
            Duration.ofHours(1),
            "balanced",
            new ImageSource("localhost/none:1", null));
    new MigrateFlow(new Site(cluster, vault, "test", temporary, event -> {}), cluster)
        .run(
            new MigrateRequest(
                "move",
                "target",
                List.of("shop", "bank"),
                1,
                true,
                backup,
                ExampleApp.restore(namespaces, ExistingPolicy.REPLACE, RestoreScope.ALL)));
  }
}
