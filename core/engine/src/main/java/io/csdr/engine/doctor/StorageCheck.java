package io.csdr.engine.doctor;

import io.csdr.engine.volume.claim.ClaimReader;
import io.csdr.engine.volume.claim.SnapshotClass;
import io.csdr.engine.volume.claim.StorageClassFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Looks at StorageClasses and at the snapshots that their drivers offer.
record StorageCheck(KubernetesClient client) {
  /// Provisioners that are no CSI drivers make no snapshots.
  private static final String IN_TREE = "kubernetes.io/";

  List<Finding> findings() {
    ClaimReader reader = new ClaimReader(client, Map.of());
    List<StorageClassFacts> classes = reader.storageClasses();
    if (classes.isEmpty()) {
      return List.of(
          Finding.warn(
              "storage classes",
              "there is none, or you may not list them",
              "volumes can only be restored where a StorageClass makes them"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(defaultClass(classes));
    Map<String, List<SnapshotClass>> snapshots = new TreeMap<>();
    classes.forEach(one -> snapshots.put(one.provisioner(), new ArrayList<>()));
    for (SnapshotClass one : reader.snapshotClasses()) {
      snapshots.computeIfAbsent(one.driver(), driver -> new ArrayList<>()).add(one);
    }
    snapshots.forEach((driver, offered) -> findings.add(driver(driver, offered)));
    return findings;
  }

  private static Finding defaultClass(List<StorageClassFacts> classes) {
    List<String> names = classes.stream().map(StorageClassFacts::name).sorted().toList();
    List<String> defaults =
        classes.stream().filter(StorageClassFacts::isDefault).map(StorageClassFacts::name).toList();
    if (!defaults.isEmpty()) {
      return Finding.ok(
          "storage classes", String.join(", ", names) + "; default " + String.join(", ", defaults));
    }
    return Finding.warn(
        "storage classes",
        String.join(", ", names) + "; none is the default",
        "restore claims of classes that this cluster lacks with --storage-class-map OLD:NEW");
  }

  private static Finding driver(String driver, List<SnapshotClass> offered) {
    String check = "driver " + driver;
    List<String> names = offered.stream().map(SnapshotClass::name).sorted().toList();
    if (driver.startsWith(IN_TREE)) {
      return Finding.warn(
          check, "no CSI driver: volumes are copied, live while in use", "move to a CSI driver");
    }
    if (names.isEmpty()) {
      return Finding.warn(
          check,
          "no VolumeSnapshotClass: volumes are copied, live while in use",
          "create a VolumeSnapshotClass with driver " + driver + " if it can make snapshots");
    }
    long preferred = offered.stream().filter(SnapshotClass::preferred).count();
    long defaults = offered.stream().filter(SnapshotClass::isDefault).count();
    if (names.size() > 1 && preferred != 1 && defaults != 1) {
      return Finding.warn(
          check,
          "several VolumeSnapshotClasses and none is the default: " + String.join(", ", names),
          "kubectl annotate volumesnapshotclass "
              + names.getFirst()
              + " snapshot.storage.kubernetes.io/is-default-class=true");
    }
    return Finding.ok(check, "snapshots by VolumeSnapshotClass " + String.join(", ", names));
  }
}
