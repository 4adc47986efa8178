package io.csdr.cli;

import io.csdr.cli.flag.GlobalFlags;
import io.csdr.cli.help.HelpPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `kubectl csdr` alone: the list of commands.
@Command(
    name = HelpPage.PROGRAM,
    header = "Back up, restore and migrate Kubernetes applications with their data",
    description = {
      "kubectl csdr saves Kubernetes applications, objects and volumes as one unit, into a vault, and",
      "brings them back running. It needs nothing but a kubeconfig."
    },
    customSynopsis = "COMMAND")
final class RootCommand {
  @Mixin final GlobalFlags flags;

  RootCommand(GlobalFlags flags) {
    this.flags = flags;
  }

  /// The headings of the list of commands. Every command stands under exactly one of them.
  static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("Basic Commands", List.of("backup", "restore", "migrate"));
    groups.put("Backups", List.of("get", "describe", "delete", "ls", "cat", "cp"));
    groups.put("Runs", List.of("cancel", "resume"));
    groups.put("Vaults", List.of("vault"));
    groups.put("Troubleshooting", List.of("doctor"));
    groups.put("Settings Commands", List.of("completion"));
    groups.put("Other Commands", List.of("version", "options"));
    return groups;
  }
}
