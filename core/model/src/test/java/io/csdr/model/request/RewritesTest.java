package io.csdr.model.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewritesTest {
  private static final Rewrites MIRRORED =
      new Rewrites(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(
              "docker.io/library/", "mirror.example/lib/",
              "docker.io", "mirror.example/hub",
              "registry.example", "mirror.example:5000",
              "registry.example/team/web:1", "mirror.example/web:2"),
          false,
          false,
          null);

  @ParameterizedTest
  @CsvSource({
    "nginx:1, mirror.example/lib/nginx:1",
    "docker.io/library/nginx, mirror.example/lib/nginx",
    "bitnami/redis:7, mirror.example/hub/bitnami/redis:7",
    "registry.example/a/b@sha256:00, mirror.example:5000/a/b@sha256:00",
    "registry.example/team/web:1, mirror.example/web:2",
    "registry.example/team/web:12, mirror.example:5000/team/web:12",
    "registry.example.org/a, registry.example.org/a",
    "registry.example:443/a, registry.example:443/a",
    "localhost/csdr:1, localhost/csdr:1",
  })
  void theLongestBeginningOfAnImageIsReplaced(String image, String expected) {
    assertThat(MIRRORED.image(image)).isEqualTo(expected);
  }
}
