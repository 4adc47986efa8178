package io.csdr.cli.command.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.OutputFlags;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Column;
import io.csdr.cli.print.View;
import io.csdr.cli.text.Age;
import io.csdr.cli.vault.OpenVault;
import io.csdr.vault.key.SlotInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `vault key list`.
@Command(
    name = "list",
    header = "List the keys that open a vault",
    footer = {"  # List the keys of the default vault", "  kubectl csdr vault key list"})
public final class VaultKeyListCommand implements Callable<Integer> {
  @Mixin private VaultFlags flags = new VaultFlags();
  @Mixin private OutputFlags output = new OutputFlags();

  private final Shell shell;

  public VaultKeyListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (OpenVault vault = shell.vaults(flags).open()) {
      output.printer(shell.terminal()).list(vault.vault().slots(), view(Instant.now()));
    }
    return ExitCode.DONE.number();
  }

  private static View<SlotInfo> view(Instant now) {
    return new View<>(
        List.of(
            Column.of("ID", SlotInfo::id),
            Column.of("KIND", VaultKeyListCommand::kind),
            Column.of("LABEL", slot -> slot.label().isEmpty() ? "<none>" : slot.label()),
            Column.of("AGE", slot -> Age.of(Duration.between(slot.created(), now)))),
        VaultKeyListCommand::tree,
        slot -> "key/" + slot.id());
  }

  private static JsonNode tree(SlotInfo slot) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", slot.id())
        .put("kind", kind(slot))
        .put("label", slot.label())
        .put("created", slot.created().toString());
  }

  private static String kind(SlotInfo slot) {
    return switch (slot.kind()) {
      case KEY_FILE -> "key-file";
      case PASSPHRASE -> "passphrase";
      case UNKNOWN -> "<unknown>";
    };
  }
}
