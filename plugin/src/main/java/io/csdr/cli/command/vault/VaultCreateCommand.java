package io.csdr.cli.command.vault;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.vault.OpenVault;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vault create NAME`.
@Command(
    name = "create",
    header = "Create a vault in a directory of this machine or in a bucket",
    description = {
      "Create a vault: below the folder of vaults when a name is given, in a directory that begins with",
      "/ or ./, or in a bucket. The directory must not exist yet or be empty; the bucket must exist and",
      "hold nothing below the prefix.",
      "",
      "A new key file is written into the folder of keys. On a terminal the recovery phrase is shown,",
      "once; it opens the vault when the key file is lost."
    },
    footer = {
      "  # Create a vault named 'nightly'",
      "  kubectl csdr vault create nightly",
      "",
      "  # Create a vault on a mounted disk",
      "  kubectl csdr vault create /mnt/backup/vault",
      "",
      "  # Create a vault in S3, with the keys and the region that the AWS CLI would use",
      "  kubectl csdr vault create s3://bucket/prefix"
    },
    customSynopsis = "NAME|DIRECTORY|s3://BUCKET[/PREFIX]")
public final class VaultCreateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME|DIRECTORY|URL")
  private String name = "";

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "What to call the vault for people; sealed inside it.")
  private String label = "";

  private final Shell shell;

  public VaultCreateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (OpenVault vault = shell.vaults(VaultFlags.of(name)).create(label)) {
      shell.terminal().out().println("vault/" + vault.place().name() + " created");
    }
    return ExitCode.DONE.number();
  }
}
