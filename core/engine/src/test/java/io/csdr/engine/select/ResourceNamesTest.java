package io.csdr.engine.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.cluster.ApiResource;
import io.csdr.model.request.Filters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {
  private final ResourceNames names = new ResourceNames(Kinds.discovery());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy",
        "deployment",
        "Deployments",
        "deployments.apps",
        "deploy.apps",
        "deployments.v1.apps"
      })
  void everyFormOfANameMeansTheSame(String word) {
    assertThat(names.resolve(word))
        .extracting(ApiResource::qualified)
        .containsExactly("deployments.apps");
  }

  @Test
  void aNameThatGroupsShareMeansAllOfThemAndTheCoreOneWhenThereCanBeButOne() {
    assertThat(names.resolve("services"))
        .extracting(ApiResource::qualified)
        .containsExactly("services", "services.serving.example.dev");
    assertThat(names.one("services").qualified()).isEqualTo("services");
    assertThat(names.one("ksvc").qualified()).isEqualTo("services.serving.example.dev");
    assertThat(names.resolve("*.apps")).hasSize(3);
    assertThat(names.resolve("ev")).extracting(ApiResource::qualified).containsExactly("events");
  }

  @Test
  void anUnknownNameIsRefusedWithWhatComesNear() {
    assertThatThrownBy(() -> names.resolve("deplyment"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'deplyment'")
        .hasMessageContaining("deployments.apps");
    assertThatThrownBy(() -> names.resolve("xyzzyxyzzy"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("kubectl api-resources");
  }

  @Test
  void aDeadGroupCanBeLeftOut() {
    Filters filters = new Filters(List.of(), List.of("*.custom.metrics.k8s.io"), null);
    KindFilter filter = new KindFilter(filters, Kinds.discovery());

    assertThat(filter.excludesGroup("custom.metrics.k8s.io")).isTrue();
    assertThat(filter.excludesGroup("apps")).isFalse();
  }

  @Test
  void excludeWinsOverInclude() {
    Filters filters = new Filters(List.of("cm", "secrets"), List.of("Secret"), null);
    KindFilter filter = new KindFilter(filters, Kinds.discovery());

    assertThat(filter.excludes(Kinds.of("", "configmaps"))).isEmpty();
    assertThat(filter.excludes(Kinds.of("", "secrets"))).contains("--exclude-resources");
    assertThat(filter.excludes(Kinds.of("", "pods"))).contains("--include-resources");
  }
}
