package io.csdr.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import io.csdr.model.job.EntryLines;
import io.csdr.model.job.MoverReport;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTest {
  private static final ObjectRef A = new ObjectRef("", "configmaps", "shop", "a");
  private static final ObjectRef B = new ObjectRef("", "configmaps", "shop", "b");
  private static final Failure BAD = new Failure("configmaps shop/b", "Forbidden", "no", "grant");
  @TempDir Path folder;

  @Test
  void verdictsAreCountedAndListed() {
    try (Coverage coverage = new Coverage(folder)) {
      coverage.object(A, new Verdict.Saved());
      coverage.object(B, new Verdict.Failed(BAD));
      coverage.kind("events", new Verdict.Excluded("events"));
      coverage.volume(new PvcRef("shop", "data"), new Verdict.Failed(BAD));

      assertThat(coverage.counts()).isEqualTo(new Coverage.Counts(1, 0, 1));
      assertThat(coverage.failureCount()).isEqualTo(2);
      assertThat(coverage.failures()).containsExactly(BAD, BAD);
      assertThat(written(coverage))
          .isEqualTo(
              """
              {"about":"kind","rule":"events","subject":"events","verdict":"excluded"}
              {"about":"object","subject":"configmaps shop/a","verdict":"saved"}
              {"about":"object","fix":"grant","message":"no","subject":"configmaps shop/b","type":"Forbidden","verdict":"failed"}
              {"about":"volume","fix":"grant","message":"no","subject":"shop/data","type":"Forbidden","verdict":"failed"}
              """);
    }
  }

  @Test
  void aFailureIsNotHiddenByAnotherVerdictAndCountsOnce() {
    try (Coverage coverage = new Coverage(folder)) {
      coverage.kind("secrets in namespace shop", new Verdict.Failed(BAD));
      coverage.kind("secrets in namespace shop", new Verdict.Saved());
      coverage.kind("secrets in namespace shop", new Verdict.Failed(BAD));

      assertThat(coverage.counts().failed()).isEqualTo(1);
      assertThat(written(coverage)).contains("\"failed\"").contains("\"saved\"");
    }
  }

  @Test
  void entriesOfVolumesAreListedAndNotCounted() {
    PvcRef claim = new PvcRef("shop", "data");
    try (Coverage coverage = new Coverage(folder)) {
      coverage.volume(claim, new Verdict.Failed(BAD));
      coverage.entries(
          claim,
          report(
              EntryLines.of(List.of("run/app.sock: a socket")),
              EntryLines.of(List.of("log: changed")),
              EntryLines.of(List.of("a: no rights", "b: no rights"))));

      assertThat(coverage.counts()).isEqualTo(new Coverage.Counts(0, 0, 0));
      assertThat(coverage.failureCount()).isEqualTo(1);
      assertThat(written(coverage))
          .startsWith(
              """
              {"about":"entry","message":"a: no rights","subject":"shop/data","verdict":"failed"}
              {"about":"entry","message":"b: no rights","subject":"shop/data","verdict":"failed"}
              {"about":"entry","subject":"shop/data","verdict":"saved","warning":"log: changed"}
              {"about":"entry","rule":"run/app.sock: a socket","subject":"shop/data","verdict":"excluded"}
              {"about":"volume",\
              """);
    }
  }

  @Test
  void entriesThatAreNotListedAreSaidToBeThere() {
    try (Coverage coverage = new Coverage(folder)) {
      coverage.entries(
          new PvcRef("shop", "data"),
          report(
              EntryLines.NONE,
              EntryLines.NONE,
              new EntryLines(61_234, List.of("a: no rights", "b: no rights"))));

      assertThat(written(coverage))
          .isEqualTo(
              """
              {"about":"entries","message":"61234 entries in all, the first 2 are listed","subject":"shop/data","verdict":"failed"}
              {"about":"entry","message":"a: no rights","subject":"shop/data","verdict":"failed"}
              {"about":"entry","message":"b: no rights","subject":"shop/data","verdict":"failed"}
              """);
    }
  }

  @Test
  void theDigestDependsOnEveryVerdictAndNotOnTheirOrder() {
    assertThat(digest(A, B)).isEqualTo(digest(B, A)).startsWith("sha256:");
    assertThat(digest(A, B)).isNotEqualTo(digest(A, A));
  }

  private static MoverReport report(EntryLines skipped, EntryLines unsteady, EntryLines problems) {
    return new MoverReport("r", 9, 9, 9, 9, skipped, unsteady, problems, null);
  }

  private String digest(ObjectRef first, ObjectRef second) {
    try (Coverage coverage = new Coverage(folder)) {
      coverage.object(first, new Verdict.Saved());
      coverage.object(second, new Verdict.Saved());
      return coverage.write(new ByteArrayOutputStream());
    }
  }

  private static String written(Coverage coverage) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    coverage.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
