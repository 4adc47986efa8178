package io.csdr.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.test.cluster.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One of the two clusters, seen with kubectl.
record Land(TestCluster cluster) {
  private static final String LEFTOVERS =
      "jobs,pods,persistentvolumeclaims,persistentvolumes,volumesnapshots,volumesnapshotcontents,namespaces";

  /// Runs kubectl and returns what it printed.
  String kubectl(String... arguments) throws InterruptedException {
    return feed("", arguments);
  }

  void apply(String yaml) throws InterruptedException {
    feed(yaml, "apply", "-f", "-");
  }

  /// One field of one object, empty where it is not there.
  String field(String namespace, String object, String path) throws InterruptedException {
    return kubectl("-n", namespace, "get", object, "-o", "jsonpath=" + path);
  }

  /// What a shell command in a workload's pod prints.
  String sh(String namespace, String workload, String command) throws InterruptedException {
    return kubectl("-n", namespace, "exec", workload, "--", "bash", "-c", "set -e; " + command);
  }

  void awaitReady(String namespace, String workload) throws InterruptedException {
    kubectl("-n", namespace, "rollout", "status", workload, "--timeout=120s");
  }

  /// What carries a run's label.
  Set<String> leftovers() throws InterruptedException {
    return Set.copyOf(
        kubectl("get", LEFTOVERS, "-A", "-l", "csdr.alibabacloud.com/run", "-o", "name")
            .lines()
            .toList());
  }

  void remove(String namespace) throws InterruptedException {
    kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
  }

  private String feed(String input, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of("--kubeconfig", cluster.kubeconfig().toString()));
    command.addAll(List.of(arguments));
    Ran ran = Ran.start(Map.of(), input, command);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return ran.output();
  }
}
