package io.csdr.engine.volume.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.claim.StorageClassFacts;
import io.csdr.model.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassCheckTest {
  private static final StorageClassFacts FAST = new StorageClassFacts("fast", "d", false);
  private static final StorageClassFacts USUAL = new StorageClassFacts("usual", "d", true);

  @Test
  void aClassThatIsThereIsFine() {
    assertThat(new ClassCheck(List.of(FAST)).failure(need("fast"))).isEmpty();
  }

  @Test
  void aMissingClassIsToldWithTheFlagAndTheClassesThatThereAre() {
    assertThat(new ClassCheck(List.of(USUAL, FAST)).failure(need("gone")))
        .hasValueSatisfying(failure -> {
          assertThat(failure.object()).isEqualTo("persistentvolumeclaims shop/data");
          assertThat(failure.fix())
              .isEqualTo("--storage-class-map gone:NAME with one of: fast, usual");
        });
  }

  @Test
  void aClaimWithoutClassNeedsADefaultOne() {
    assertThat(new ClassCheck(List.of(FAST, USUAL)).failure(need(null))).isEmpty();
    assertThat(new ClassCheck(List.of(FAST)).failure(need(null)))
        .map(Failure::type)
        .hasValue("StorageClassMissing");
  }

  private static ClaimNeed need(@Nullable String storageClass) {
    return new ClaimNeed("shop", "data", storageClass, 1);
  }
}
