package io.csdr.engine.volume.claim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Chooses the VolumeSnapshotClass for a volume, in the order that Velero's users rely on: the claim's
/// annotation, the backup's annotation for the driver, the class label, the default class, the only class.
public final class SnapshotChoice {
  /// Annotation of a claim: the VolumeSnapshotClass to use.
  public static final String CLASS_ANNOTATION = "csdr.alibabacloud.com/snapshot-class";

  /// Velero's annotation of a claim, and label of a preferred class.
  public static final String VELERO_CLASS = "velero.io/csi-volumesnapshot-class";

  private static final List<String> CLAIM_ANNOTATIONS = List.of(CLASS_ANNOTATION, VELERO_CLASS);

  private final List<SnapshotClass> classes;
  private final List<StorageClassFacts> storageClasses;
  private final Map<String, String> backupAnnotations;

  /// `backupAnnotations` are those of the backup resource; `snapshot-class_DRIVER` counts in both
  /// spellings.
  public SnapshotChoice(
      List<SnapshotClass> classes,
      List<StorageClassFacts> storageClasses,
      Map<String, String> backupAnnotations) {
    this.classes = classes.stream().sorted(Comparator.comparing(SnapshotClass::name)).toList();
    this.storageClasses =
        storageClasses.stream().sorted(Comparator.comparing(StorageClassFacts::name)).toList();
    this.backupAnnotations = Map.copyOf(backupAnnotations);
  }

  /// Decides for one claim whose volume is served by `driver`.
  public SnapshotOffer choose(ClaimState claim, String driver) {
    List<SnapshotClass> fitting = classes.stream().filter(c -> c.driver().equals(driver)).toList();
    String named = named(claim, driver);
    if (named != null) {
      return fitting.stream().anyMatch(c -> c.name().equals(named))
          ? offered(named, claim, driver)
          : wrongName(named, driver, fitting);
    }
    if (fitting.isEmpty()) {
      return new SnapshotOffer.NotOffered(
          "no VolumeSnapshotClass for driver " + driver,
          "create a VolumeSnapshotClass with driver " + driver + ", or use --volumes copy");
    }
    return preferred(fitting)
        .map(chosen -> offered(chosen.name(), claim, driver))
        .orElseGet(() -> ambiguous(fitting, driver));
  }

  private @Nullable String named(ClaimState claim, String driver) {
    for (String annotation : CLAIM_ANNOTATIONS) {
      String name = claim.annotations().get(annotation);
      if (name != null && !name.isBlank()) {
        return name;
      }
    }
    for (String annotation : CLAIM_ANNOTATIONS) {
      String name = backupAnnotations.get(annotation + "_" + driver);
      if (name != null && !name.isBlank()) {
        return name;
      }
    }
    return null;
  }

  private static Optional<SnapshotClass> preferred(List<SnapshotClass> fitting) {
    if (fitting.size() == 1) {
      return Optional.of(fitting.getFirst());
    }
    return only(fitting, SnapshotClass::preferred)
        .or(() -> only(fitting, SnapshotClass::isDefault));
  }

  private static Optional<SnapshotClass> only(
      List<SnapshotClass> fitting, Predicate<SnapshotClass> wanted) {
    List<SnapshotClass> found = fitting.stream().filter(wanted).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private SnapshotOffer offered(String snapshotClass, ClaimState claim, String driver) {
    List<StorageClassFacts> fitting =
        storageClasses.stream().filter(c -> c.provisioner().equals(driver)).toList();
    List<Predicate<StorageClassFacts>> order = new ArrayList<>();
    order.add(c -> c.name().equals(claim.storageClass()));
    order.add(StorageClassFacts::isDefault);
    order.add(c -> true);
    for (Predicate<StorageClassFacts> wish : order) {
      Optional<StorageClassFacts> found = fitting.stream().filter(wish).findFirst();
      if (found.isPresent()) {
        return new SnapshotOffer.Offered(snapshotClass, found.get().name());
      }
    }
    return new SnapshotOffer.NotOffered(
        "no StorageClass of driver " + driver + " to make a volume from its snapshot",
        "create a StorageClass with provisioner " + driver + ", or use --volumes copy");
  }

  private static SnapshotOffer wrongName(String named, String driver, List<SnapshotClass> fitting) {
    return new SnapshotOffer.Undecided(
        "VolumeSnapshotClass "
            + named
            + " was asked for by annotation but is not one of driver "
            + driver,
        fitting.isEmpty()
            ? "remove the annotation or create the class"
            : "name one of " + names(fitting));
  }

  private static SnapshotOffer ambiguous(List<SnapshotClass> fitting, String driver) {
    return new SnapshotOffer.Undecided(
        "several VolumeSnapshotClasses of driver "
            + driver
            + " fit and none is the default: "
            + names(fitting),
        "kubectl annotate volumesnapshotclass "
            + fitting.getFirst().name()
            + " snapshot.storage.kubernetes.io/is-default-class=true, or annotate the claim with "
            + CLASS_ANNOTATION
            + "=NAME");
  }

  private static String names(List<SnapshotClass> classes) {
    return String.join(", ", classes.stream().map(SnapshotClass::name).toList());
  }
}
