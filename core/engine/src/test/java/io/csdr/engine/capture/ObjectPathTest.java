package io.csdr.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.model.ObjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectPathTest {
  @Test
  void pathsGoThereAndBack() {
    ObjectRef deployment = new ObjectRef("apps", "deployments", "shop", "web.v1");
    ObjectRef role = new ObjectRef("rbac.authorization.k8s.io", "clusterroles", null, "system:a");

    assertThat(ObjectPath.of(deployment)).isEqualTo("shop/objects/deployments.apps/web.v1.json");
    assertThat(ObjectPath.parse(ObjectPath.of(deployment))).contains(deployment);
    assertThat(ObjectPath.parse(ObjectPath.of(role))).contains(role);
  }

  @Test
  void longNamesFitIntoAFileNameAndStayApart() {
    String start = "a".repeat(252);
    String one = ObjectPath.of(new ObjectRef("", "configmaps", "shop", start + "1"));
    String two = ObjectPath.of(new ObjectRef("", "configmaps", "shop", start + "2"));

    assertThat(one).isNotEqualTo(two);
    assertThat(one.substring(one.lastIndexOf('/') + 1)).hasSizeLessThan(256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\0b"})
  void hostileNamesAreRefused(String name) {
    assertThatThrownBy(() -> ObjectPath.of(new ObjectRef("", "configmaps", "shop", name)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "shop/objects/x", "shop/volumes/x/y.json", "shop/objects/x/.json"})
  void whatIsNoObjectsPathIsNone(String path) {
    assertThat(ObjectPath.parse(path)).isEmpty();
  }
}
