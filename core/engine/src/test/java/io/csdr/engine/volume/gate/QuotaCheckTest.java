package io.csdr.engine.volume.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.model.Failure;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaCheckTest {
  private static final long GIB = 1L << 30;
  private static final ClaimNeed FAST = new ClaimNeed("shop", "a", "fast", 2 * GIB);
  private static final ClaimNeed LARGE = new ClaimNeed("shop", "b", null, 3 * GIB);

  @ParameterizedTest
  @CsvSource({
    "requests.storage, 10Gi, 8Gi, true",
    "requests.storage, 10Gi, 9Gi, false",
    "persistentvolumeclaims, 5, 4, true",
    "persistentvolumeclaims, 5, 5, false",
    "count/persistentvolumeclaims, 0, 0, false",
    "fast.storageclass.storage.k8s.io/requests.storage, 2Gi, 0, true",
    "fast.storageclass.storage.k8s.io/requests.storage, 2Gi, 1, false",
    "fast.storageclass.storage.k8s.io/persistentvolumeclaims, 0, 0, false",
    "slow.storageclass.storage.k8s.io/persistentvolumeclaims, 0, 0, true",
    "pods, 0, 0, true",
  })
  void aClaimMustFitIntoEveryQuota(String key, String hard, String used, boolean fits) {
    List<Failure> failures =
        new QuotaCheck("shop", List.of(quota(key, hard, used)), List.of()).failures(FAST);

    if (fits) {
      assertThat(failures).isEmpty();
    } else {
      assertThat(failures)
          .singleElement()
          .satisfies(failure -> {
            assertThat(failure.type()).isEqualTo("QuotaExceeded");
            assertThat(failure.object()).isEqualTo("resourcequotas shop/q");
            assertThat(failure.message()).contains(key).contains(hard);
            assertThat(failure.fix()).contains("kubectl edit resourcequota q -n shop");
          });
    }
  }

  @Test
  void eachClaimMustBeWithinTheLimits() {
    QuotaCheck check = new QuotaCheck("shop", List.of(), List.of(limit("PersistentVolumeClaim")));

    assertThat(check.failures(FAST)).isEmpty();
    assertThat(check.failures(LARGE))
        .extracting(Failure::object)
        .containsExactly("persistentvolumeclaims shop/b");
    assertThat(new QuotaCheck("shop", List.of(), List.of(limit("Pod"))).failures(LARGE)).isEmpty();
  }

  private static ResourceQuota quota(String key, String hard, String used) {
    return new ResourceQuotaBuilder()
        .withNewMetadata()
        .withName("q")
        .endMetadata()
        .withNewStatus()
        .withHard(Map.of(key, new Quantity(hard)))
        .withUsed(Map.of(key, new Quantity(used)))
        .endStatus()
        .build();
  }

  private static LimitRange limit(String type) {
    return new LimitRangeBuilder()
        .withNewMetadata()
        .withName("l")
        .endMetadata()
        .withNewSpec()
        .addNewLimit()
        .withType(type)
        .withMin(Map.of("storage", new Quantity("1Gi")))
        .withMax(Map.of("storage", new Quantity("2Gi")))
        .endLimit()
        .endSpec()
        .build();
  }
}
