package io.csdr.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.Filters;
import io.csdr.model.request.ImageSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupRequestTest {
  private static final Duration MONTH = Duration.ofDays(30);

  @Test
  void theSameIsSavedHoweverItIsMoved() {
    assertThat(of("shop", 1, MONTH).saves(of("shop", 4, MONTH))).isTrue();
  }

  @Test
  void anotherSelectionOrTimeIsAnotherBackup() {
    assertThat(of("shop", 1, MONTH).saves(of("other", 1, MONTH))).isFalse();
    assertThat(of("shop", 1, MONTH).saves(of("shop", 1, Duration.ofDays(1)))).isFalse();
  }

  private static BackupRequest of(String namespace, int parallel, Duration ttl) {
    return new BackupRequest(
        "b",
        new Selection.Namespaces(List.of(namespace)),
        Filters.NONE,
        VolumeMode.AUTO,
        null,
        parallel,
        ttl,
        "balanced",
        new ImageSource("localhost/csdr:1", null));
  }
}
