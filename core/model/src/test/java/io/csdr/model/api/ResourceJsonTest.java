package io.csdr.model.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.model.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceJsonTest {
  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

  static ApplicationBackup backup() {
    return new ApplicationBackup(
        new Metadata("nightly", "csdr", Map.of("a", "b"), Map.of(), START),
        new ApplicationBackup.Spec(
            List.of("shop"),
            List.of(),
            List.of("events"),
            null,
            new ApplicationBackup.PvBackup(true),
            "default",
            "720h0m0s",
            new ApplicationBackup.Extra("auto", "balanced", null, List.of(), List.of())),
        new ApplicationBackup.Status(
            "PartiallyFailed",
            "r1",
            "crash",
            new ApplicationBackup.ObjectCounts(3, 2, 1),
            List.of(
                new ApplicationBackup.VolumeStatus(
                    "shop", "data", "snapshot", "crash", "saved", null, 10, 5, null)),
            List.of(new Failure("secrets shop/x", "Forbidden", "no", "do")),
            1,
            "abc",
            "uid",
            "v1.34.4",
            START,
            START.plusSeconds(5),
            null));
  }

  @Test
  void whatIsWrittenIsReadBackEqual() {
    ApplicationBackup backup = backup();

    ApplicationBackup read = ResourceJson.read(ResourceJson.write(backup), ApplicationBackup.class);

    assertThat(read.metadata()).isEqualTo(backup.metadata());
    assertThat(read.status()).isEqualTo(backup.status());
    assertThat(read.spec()).isEqualTo(backup.spec());
  }

  @Test
  void kubectlFieldsComeFirstAndTimesAreText() {
    String json = new String(ResourceJson.write(backup()), StandardCharsets.UTF_8);

    assertThat(json)
        .startsWith(
            "{\"apiVersion\":\"csdr.alibabacloud.com/v1beta1\",\"kind\":\"ApplicationBackup\",\"metadata\":")
        .contains("\"startTimestamp\":\"2026-11-21T04:00:00Z\"");
  }

  @Test
  void garbageIsRefusedByName() {
    assertThatThrownBy(
            () -> ResourceJson.read("[1]".getBytes(StandardCharsets.UTF_8), Metadata.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Metadata");
  }
}
