package io.csdr.cli;

import io.csdr.cli.command.CompleteCommand;
import io.csdr.cli.command.CompletionCommand;
import io.csdr.cli.command.OptionsCommand;
import io.csdr.cli.command.Shell;
import io.csdr.cli.command.VersionCommand;
import io.csdr.cli.command.backups.DeleteCommand;
import io.csdr.cli.command.backups.DescribeCommand;
import io.csdr.cli.command.backups.GetBackupsCommand;
import io.csdr.cli.command.backups.GetCommand;
import io.csdr.cli.command.backups.GetVaultsCommand;
import io.csdr.cli.command.browse.CatCommand;
import io.csdr.cli.command.browse.CpCommand;
import io.csdr.cli.command.browse.LsCommand;
import io.csdr.cli.command.doctor.DoctorCommand;
import io.csdr.cli.command.run.BackupCommand;
import io.csdr.cli.command.run.CancelCommand;
import io.csdr.cli.command.run.MigrateCommand;
import io.csdr.cli.command.run.RestoreCommand;
import io.csdr.cli.command.run.ResumeCommand;
import io.csdr.cli.command.vault.VaultCommand;
import io.csdr.cli.command.vault.VaultCreateCommand;
import io.csdr.cli.command.vault.VaultKeyAddCommand;
import io.csdr.cli.command.vault.VaultKeyCommand;
import io.csdr.cli.command.vault.VaultKeyListCommand;
import io.csdr.cli.command.vault.VaultKeyRemoveCommand;
import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.GlobalFlags;
import io.csdr.cli.term.Terminal;
import picocli.CommandLine;

/// Builds the program out of its parts.
final class Wiring {
  private Wiring() {}

  /// The command line with all commands, for one use.
  static CommandLine commandLine(Environment environment, Terminal terminal) {
    GlobalFlags flags = new GlobalFlags();
    Shell shell = new Shell(environment, terminal, flags);
    return new CommandLine(new RootCommand(flags))
        .addSubcommand(new BackupCommand(shell))
        .addSubcommand(new RestoreCommand(shell))
        .addSubcommand(new MigrateCommand(shell))
        .addSubcommand(
            new CommandLine(new GetCommand())
                .addSubcommand(new GetBackupsCommand(shell))
                .addSubcommand(new GetVaultsCommand(shell)))
        .addSubcommand(new DescribeCommand(shell))
        .addSubcommand(new DeleteCommand(shell))
        .addSubcommand(new CancelCommand(shell))
        .addSubcommand(new ResumeCommand(shell))
        .addSubcommand(new LsCommand(shell))
        .addSubcommand(new CatCommand(shell))
        .addSubcommand(new CpCommand(shell))
        .addSubcommand(
            new CommandLine(new VaultCommand())
                .addSubcommand(new VaultCreateCommand(shell))
                .addSubcommand(
                    new CommandLine(new VaultKeyCommand())
                        .addSubcommand(new VaultKeyAddCommand(shell))
                        .addSubcommand(new VaultKeyListCommand(shell))
                        .addSubcommand(new VaultKeyRemoveCommand(shell))))
        .addSubcommand(new CompleteCommand(shell))
        .addSubcommand(new CompletionCommand(shell))
        .addSubcommand(new DoctorCommand(shell))
        .addSubcommand(new OptionsCommand(shell))
        .addSubcommand(new VersionCommand(shell));
  }
}
