package io.csdr.engine.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupPathTest {

  @Test
  void everyLevelHasItsPath() {
    assertThat(BackupPath.parse("/")).isEqualTo(new BackupPath.Top());
    assertThat(BackupPath.parse("")).isEqualTo(new BackupPath.Top());
    assertThat(BackupPath.parse("/shop/")).isEqualTo(new BackupPath.Scope("shop"));
    assertThat(BackupPath.parse("/cluster/objects")).isEqualTo(new BackupPath.Resources("cluster"));
    assertThat(BackupPath.parse("/shop/objects/deployments.apps"))
        .isEqualTo(new BackupPath.Names("shop", "deployments.apps"));
    assertThat(BackupPath.parse("/shop/volumes")).isEqualTo(new BackupPath.Volumes("shop"));
    assertThat(BackupPath.parse("/shop/volumes/data"))
        .isEqualTo(new BackupPath.InVolume("shop", "data", ""));
    assertThat(BackupPath.parse("/shop/volumes/data/a b/c.yaml"))
        .isEqualTo(new BackupPath.InVolume("shop", "data", "a b/c.yaml"));
  }

  @Test
  void anObjectIsFoundWithOrWithoutItsSuffix() {
    BackupPath.StoredObject web = new BackupPath.StoredObject("shop", "deployments.apps", "web");

    assertThat(BackupPath.parse("/shop/objects/deployments.apps/web.yaml")).isEqualTo(web);
    assertThat(BackupPath.parse("/shop/objects/deployments.apps/web.json")).isEqualTo(web);
    assertThat(BackupPath.parse("/shop/objects/deployments.apps/web")).isEqualTo(web);
    assertThat(web.treePath()).isEqualTo("shop/objects/deployments.apps/web.json");
  }

  @Test
  void dotsInsideANameAreNoSuffix() {
    assertThat(BackupPath.parse("/cluster/objects/crds/widgets.example.com"))
        .isEqualTo(new BackupPath.StoredObject("cluster", "crds", "widgets.example.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/shop/pods",
        "/shop/objects/secrets/a/b",
        "/cluster/volumes/data",
        "/shop/volumes/data/../other"
      })
  void whatMakesNoSenseIsRefusedWithThePath(String text) {
    assertThatThrownBy(() -> BackupPath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
