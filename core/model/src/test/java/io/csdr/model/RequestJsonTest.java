package io.csdr.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.model.api.ResourceJson;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.Filters;
import io.csdr.model.request.ImageSource;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.Rewrites;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A request is written into the journal of its run and must come out of it the same, to be asked again.
class RequestJsonTest {
  private static final ImageSource IMAGE = new ImageSource("localhost/csdr:1", null);

  static Stream<Selection> selections() {
    return Stream.of(
        new Selection.Namespaces(List.of("a", "b")),
        new Selection.App("a", "app=web"),
        new Selection.Objects(List.of(new ObjectRef("apps", "deployments", "a", "web"))),
        new Selection.Volumes(List.of(new PvcRef("a", "data"))));
  }

  @ParameterizedTest
  @MethodSource("selections")
  void aBackupRequestComesBackTheSame(Selection selection) {
    BackupRequest request =
        new BackupRequest(
            "b",
            selection,
            new Filters(List.of("pods"), List.of("secrets"), "a=b"),
            VolumeMode.COPY,
            Consistency.CRASH,
            4,
            Duration.ofDays(30),
            "balanced",
            IMAGE);

    assertThat(ResourceJson.read(ResourceJson.write(request), BackupRequest.class))
        .isEqualTo(request);
  }

  @Test
  void aRestoreRequestComesBackTheSame() {
    RestoreRequest request =
        new RestoreRequest(
            "r",
            "b",
            new RestoreScope(
                List.of("a"),
                List.of(new ObjectRef("", "secrets", "a", "s")),
                List.of(new PvcRef("a", "data")),
                RestoreScope.Parts.VOLUMES),
            new Rewrites(
                Map.of("a", "b"),
                Map.of("x", "y"),
                Map.of("z1", "z2"),
                Map.of("i/", "j/"),
                true,
                true,
                0),
            ExistingPolicy.REPLACE,
            true,
            2,
            Duration.ofMinutes(5),
            IMAGE);

    assertThat(ResourceJson.read(ResourceJson.write(request), RestoreRequest.class))
        .isEqualTo(request);
  }
}
