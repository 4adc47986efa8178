package io.csdr.withstand;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Looks with kubectl for what runs left in the cluster.
record CleanCluster(Kubectl kubectl) {
  private static final String OURS = "csdr.alibabacloud.com/";
  private static final String KINDS =
      "namespaces,jobs,pods,persistentvolumeclaims,persistentvolumes,secrets,configmaps,"
          + "volumesnapshots,volumesnapshotcontents";
  private static final String RUN_COLUMNS =
      "custom-columns=KIND:.kind,NAME:.metadata.name,RUN:.metadata.labels.csdr\\.alibabacloud\\.com/run,"
          + "GOES:.metadata.deletionTimestamp";

  /// What is left of these runs: whatever carries their label, their namespaces unless Kubernetes is
  /// removing them, and what in the cluster refers to their namespaces.
  List<String> leftOf(List<String> runs) {
    List<String> left = new ArrayList<>();
    for (String line : lines("get", KINDS, "-A", "-l", OURS + "run", "-o", RUN_COLUMNS)) {
      String[] words = line.strip().split(" +", -1);
      boolean going = words[0].equals("Namespace") && !words[3].equals("<none>");
      if (runs.contains(words[2]) && !going) {
        left.add(line);
      }
    }
    Stream.of(
            lines("get", "persistentvolumes", "-o", columns("spec.claimRef.namespace")),
            lines(
                "get", "volumesnapshotcontents", "-o", columns("spec.volumeSnapshotRef.namespace")))
        .flatMap(List::stream)
        .filter(line -> runs.stream().anyMatch(run -> line.endsWith(" csdr-run-" + run)))
        .forEach(left::add);
    return left;
  }

  /// Whether a namespace of one of these runs is there, even if it is going.
  boolean anyNamespaceOf(List<String> runs) {
    return lines("get", "namespaces", "-o", "name").stream()
        .anyMatch(line -> runs.stream().anyMatch(run -> line.endsWith("/csdr-run-" + run)));
  }

  /// The labels and annotations of ours on the claims and pods of a namespace, on the volumes behind the
  /// claims, and the snapshots in it.
  List<String> marksIn(String namespace) {
    List<String> marks = new ArrayList<>();
    marks.addAll(marks("-n", namespace, "get", "persistentvolumeclaims,pods", "-o", "yaml"));
    marks.addAll(lines("-n", namespace, "get", "volumesnapshots,jobs", "-o", "name"));
    for (String volume :
        lines(
            "-n",
            namespace,
            "get",
            "persistentvolumeclaims",
            "-o",
            "jsonpath={range .items[*]}{.spec.volumeName}{\"\\n\"}{end}")) {
      marks.addAll(marks("get", "persistentvolume", volume, "-o", "yaml"));
    }
    return marks;
  }

  private List<String> marks(String... arguments) {
    return lines(arguments).stream().filter(line -> line.contains(OURS)).toList();
  }

  private List<String> lines(String... arguments) {
    return kubectl
        .run(arguments)
        .lines()
        .filter(line -> !line.isBlank() && !line.equals("No resources found"))
        .toList();
  }

  private static String columns(String path) {
    return "custom-columns=NAME:.metadata.name,IN:." + path;
  }
}
