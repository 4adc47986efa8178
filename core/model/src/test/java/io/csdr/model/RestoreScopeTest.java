package io.csdr.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.RestoreScope.Parts;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreScopeTest {
  private static final PvcRef DATA = new PvcRef("shop", "data");

  @Test
  void theWholeBackupBringsTheDataOfEveryClaim() {
    assertThat(RestoreScope.ALL.brings(DATA)).isTrue();
    assertThat(new RestoreScope(List.of(), List.of(), List.of(), Parts.VOLUMES).brings(DATA))
        .isTrue();
    assertThat(new RestoreScope(List.of(), List.of(), List.of(), Parts.OBJECTS).brings(DATA))
        .isFalse();
  }

  @Test
  void aPartBringsTheDataOfItsOwnClaims() {
    ObjectRef map = new ObjectRef("", "configmaps", "shop", "settings");
    ObjectRef claim = new ObjectRef("", "persistentvolumeclaims", "shop", "data");

    assertThat(part(List.of("shop"), List.of(), List.of())).isTrue();
    assertThat(part(List.of("other"), List.of(), List.of())).isFalse();
    assertThat(part(List.of(), List.of(map), List.of())).isFalse();
    assertThat(part(List.of(), List.of(claim), List.of())).isTrue();
    assertThat(part(List.of(), List.of(), List.of(DATA))).isTrue();
    assertThat(part(List.of(), List.of(), List.of(new PvcRef("shop", "logs")))).isFalse();
  }

  private static boolean part(
      List<String> namespaces, List<ObjectRef> objects, List<PvcRef> claims) {
    return new RestoreScope(namespaces, objects, claims, Parts.BOTH).brings(DATA);
  }
}
