package io.csdr.engine.volume.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.claim.SnapshotOffer.NotOffered;
import io.csdr.engine.volume.claim.SnapshotOffer.Offered;
import io.csdr.engine.volume.claim.SnapshotOffer.Undecided;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotChoiceTest {
  private static final String DRIVER = "disk.example.com";
  private static final SnapshotClass PLAIN = new SnapshotClass("b-plain", DRIVER, false, false);
  private static final SnapshotClass OTHER = new SnapshotClass("a-other", DRIVER, false, false);
  private static final SnapshotClass DEFAULT = new SnapshotClass("z-default", DRIVER, false, true);
  private static final SnapshotClass PREFERRED = new SnapshotClass("y-velero", DRIVER, true, false);
  private static final SnapshotClass FOREIGN =
      new SnapshotClass("nas", "nas.example.com", true, true);
  private static final StorageClassFacts FAST = new StorageClassFacts("fast", DRIVER, false);
  private static final StorageClassFacts SLOW = new StorageClassFacts("slow", DRIVER, true);

  @Test
  void theOnlyClassOfTheDriverIsTaken() {
    assertThat(choose(List.of(PLAIN, FOREIGN), Map.of(), Map.of()))
        .isEqualTo(new Offered("b-plain", "fast"));
  }

  @Test
  void theDefaultClassComesBeforeOthers() {
    assertThat(choose(List.of(PLAIN, DEFAULT, OTHER), Map.of(), Map.of()))
        .isEqualTo(new Offered("z-default", "fast"));
  }

  @Test
  void theLabelComesBeforeTheDefault() {
    assertThat(choose(List.of(DEFAULT, PREFERRED, PLAIN), Map.of(), Map.of()))
        .isEqualTo(new Offered("y-velero", "fast"));
  }

  @Test
  void theBackupsAnnotationComesBeforeTheLabel() {
    Map<String, String> backup = Map.of("velero.io/csi-volumesnapshot-class_" + DRIVER, "b-plain");

    assertThat(choose(List.of(PREFERRED, PLAIN), Map.of(), backup))
        .isEqualTo(new Offered("b-plain", "fast"));
  }

  @Test
  void theClaimsAnnotationComesBeforeTheBackups() {
    Map<String, String> backup = Map.of("velero.io/csi-volumesnapshot-class_" + DRIVER, "b-plain");

    assertThat(
            choose(
                List.of(OTHER, PLAIN),
                Map.of("velero.io/csi-volumesnapshot-class", "a-other"),
                backup))
        .isEqualTo(new Offered("a-other", "fast"));
  }

  @Test
  void ourAnnotationComesBeforeVeleros() {
    Map<String, String> claim =
        Map.of(
            "velero.io/csi-volumesnapshot-class",
            "b-plain",
            SnapshotChoice.CLASS_ANNOTATION,
            "a-other");

    assertThat(choose(List.of(OTHER, PLAIN), claim, Map.of()))
        .isEqualTo(new Offered("a-other", "fast"));
  }

  @Test
  void aNamedClassOfAnotherDriverIsNotReplacedByAGuess() {
    assertThat(
            choose(
                List.of(PLAIN, FOREIGN), Map.of(SnapshotChoice.CLASS_ANNOTATION, "nas"), Map.of()))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> {
              assertThat(undecided.reason()).contains("nas").contains(DRIVER);
              assertThat(undecided.fix()).contains("b-plain");
            });
  }

  @Test
  void severalEqualClassesAreNotGuessedFrom() {
    assertThat(choose(List.of(PLAIN, OTHER), Map.of(), Map.of()))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> assertThat(undecided.reason()).contains("a-other, b-plain"));
  }

  @Test
  void twoDefaultsAreNoDefault() {
    SnapshotClass second = new SnapshotClass("x-default", DRIVER, false, true);

    assertThat(choose(List.of(DEFAULT, second), Map.of(), Map.of())).isInstanceOf(Undecided.class);
  }

  @Test
  void noClassOfTheDriverIsToldWithItsName() {
    assertThat(choose(List.of(FOREIGN), Map.of(), Map.of()))
        .isInstanceOfSatisfying(
            NotOffered.class, none -> assertThat(none.reason()).contains(DRIVER));
  }

  @Test
  void aVanishedStorageClassIsReplacedByTheDefaultOfTheDriver() {
    SnapshotChoice choice = new SnapshotChoice(List.of(PLAIN), List.of(FAST, SLOW), Map.of());
    ClaimState claim =
        new ClaimState("u", "Bound", false, false, 1, Set.of(), "gone", Map.of(), Map.of(), "");

    assertThat(choice.choose(claim, DRIVER)).isEqualTo(new Offered("b-plain", "slow"));
  }

  @Test
  void withoutAnyStorageClassASnapshotCouldNotBeRead() {
    SnapshotChoice choice = new SnapshotChoice(List.of(PLAIN), List.of(), Map.of());

    assertThat(choice.choose(claim(Map.of()), DRIVER)).isInstanceOf(NotOffered.class);
  }

  private static SnapshotOffer choose(
      List<SnapshotClass> classes, Map<String, String> claim, Map<String, String> backup) {
    return new SnapshotChoice(classes, List.of(SLOW, FAST), backup).choose(claim(claim), DRIVER);
  }

  private static ClaimState claim(Map<String, String> annotations) {
    return new ClaimState(
        "u", "Bound", false, false, 1, Set.of(), "fast", Map.of(), annotations, "");
  }
}
