package io.csdr.engine.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrowserTest {
  private final Browser browser = browser();

  @Test
  void everyLevelIsListed() {
    assertThat(names("/")).containsExactly("cluster", "shop");
    assertThat(names("/shop")).containsExactly("objects", "volumes");
    assertThat(names("/cluster")).containsExactly("objects");
    assertThat(names("/shop/objects")).containsExactly("configmaps", "deployments.apps");
    assertThat(names("/shop/objects/configmaps")).containsExactly("a.yaml", "b.yaml");
    assertThat(names("/shop/volumes")).containsExactly("data");
    assertThat(names("/shop/volumes/data")).containsExactly("etc", "readme");
    assertThat(names("/shop/volumes/data/etc")).containsExactly("hosts");
  }

  @Test
  void contentComesOut() throws IOException {
    assertThat(cat("/shop/objects/configmaps/b.yaml")).isEqualTo("{\"b\":1}");
    assertThat(cat("/shop/volumes/data/etc/hosts")).isEqualTo("127.0.0.1");
  }

  @Test
  void whatIsNotThereIsSaidWithTheWayToLookAround() {
    for (String path :
        List.of(
            "/nowhere",
            "/shop/objects/pods",
            "/shop/objects/configmaps/c",
            "/shop/volumes/other",
            "/shop/volumes/data/none")) {
      assertThatThrownBy(() -> browser.list(BackupPath.parse(path)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("kubectl csdr ls sample:/");
    }
  }

  @Test
  void aFolderHasNoContent() {
    assertThatThrownBy(() -> cat("/shop/volumes/data/etc"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("folder");
  }

  private List<String> names(String path) {
    return browser.list(BackupPath.parse(path)).stream().map(BrowseEntry::name).toList();
  }

  private String cat(String path) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    browser.cat(BackupPath.parse(path), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Browser browser() {
    Vault vault = SampleBackups.vault();
    StoredBackup backup =
        SampleBackups.browsable(
            vault,
            "cluster/objects/clusterroles.rbac.authorization.k8s.io/x.json",
            "shop/objects/configmaps/a.json",
            "shop/objects/configmaps/b.json",
            "shop/objects/deployments.apps/web.json");
    return new Browser(backup, vault.reader());
  }
}
