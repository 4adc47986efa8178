package io.csdr.withstand;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// kubectl, the tool that is not ours.
record Kubectl(Path kubeconfig) {

  /// Runs it and returns what it printed.
  String run(String... arguments) {
    return Command.feed("", command(arguments));
  }

  /// `kubectl apply -f -` of this YAML.
  void apply(String yaml) {
    Command.feed(yaml, command("apply", "-f", "-"));
  }

  /// Whether the object is there.
  boolean has(String... what) {
    List<String> arguments = new ArrayList<>(List.of("get", "--ignore-not-found", "-o", "name"));
    arguments.addAll(List.of(what));
    return !run(arguments.toArray(String[]::new)).isBlank();
  }

  /// Deletes a namespace and waits until it is gone.
  void deleteNamespace(String name) {
    run("delete", "namespace", name, "--ignore-not-found", "--wait", "--timeout=120s");
  }

  private List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
