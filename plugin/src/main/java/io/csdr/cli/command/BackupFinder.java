package io.csdr.cli.command;

import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.vault.LocalVaults;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.VaultPlace;
import io.csdr.engine.catalog.Catalog;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/// Finds backups and runs by what users call them: `NAME`, a run id, or either behind `VAULT/`, and
/// whatever [TypedNames] knows. Without a vault all vaults of this machine are looked at, and a name that several of them know is an error.
public final class BackupFinder {
  private final Shell shell;
  private final VaultFlags flags;

  /// The open vault of a backup or run, and its name there.
  public record Found(OpenVault vault, String name) implements AutoCloseable {
    @Override
    public void close() {
      vault.close();
    }
  }

  public BackupFinder(Shell shell, VaultFlags flags) {
    this.shell = shell;
    this.flags = flags;
  }

  /// Opens the vault that has it. Whether it really has is checked only where there are several.
  ///
  /// @throws CliException when no vault or several have it
  public Found find(String word) {
    String typed = TypedNames.bare(word);
    int slash = typed.lastIndexOf('/');
    if (slash > 0) {
      return found(shell.vaults(flags.at(typed.substring(0, slash))).open(), typed, slash + 1);
    }
    if (flags.vault() != null || shell.environment().variable("CSDR_VAULT") != null) {
      return found(shell.vaults(flags).open(), typed, 0);
    }
    List<VaultPlace> places = LocalVaults.list(shell.environment());
    if (places.isEmpty()) {
      throw CliException.failed(
          "there is no backup '" + typed + "': this machine has no vault",
          "name its vault with --vault");
    }
    if (places.size() == 1) {
      return found(shell.vaults(flags.at(places.getFirst().name())).open(), typed, 0);
    }
    return search(typed);
  }

  private Found search(String name) {
    try (OpenVaults vaults = OpenVaults.of(shell, flags)) {
      List<OpenVault> having = having(vaults, BackupFinder::has, name);
      if (having.isEmpty()) {
        having = having(vaults, BackupFinder::knew, name);
      }
      if (having.size() == 1) {
        return new Found(vaults.release(having.getFirst()), name);
      }
      if (having.isEmpty()) {
        throw CliException.failed(
            (vaults.complete() ? "no vault has" : "none of the other vaults has")
                + " a backup '"
                + name
                + "'",
            "see them with: kubectl csdr get backups");
      }
      List<String> names = having.stream().map(vault -> vault.place().name() + "/" + name).toList();
      throw CliException.usage(
          "several vaults have a backup '" + name + "'", "write " + String.join(" or ", names));
    }
  }

  private static List<OpenVault> having(
      OpenVaults vaults, BiPredicate<Vault, String> has, String name) {
    return vaults.all().stream().filter(vault -> has.test(vault.vault(), name)).toList();
  }

  private static boolean has(Vault vault, String name) {
    return new Catalog(vault).has(name) || runs(vault, name).anyMatch(run -> run.ended().isEmpty());
  }

  /// Whether there ever was a run of this name that is worth a description.
  private static boolean knew(Vault vault, String name) {
    return runs(vault, name).findAny().isPresent();
  }

  private static Stream<Run> runs(Vault vault, String name) {
    return vault.runs().stream().filter(run -> run.name().equals(name) || run.runId().equals(name));
  }

  private static Found found(OpenVault vault, String typed, int from) {
    return new Found(vault, typed.substring(from));
  }
}
