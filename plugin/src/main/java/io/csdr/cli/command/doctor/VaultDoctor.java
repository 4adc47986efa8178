package io.csdr.cli.command.doctor;

import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.VaultPlace;
import io.csdr.cli.vault.Vaults;
import io.csdr.engine.doctor.Finding;
import io.csdr.engine.journal.RunView;
import io.csdr.model.ByteSize;
import io.csdr.model.Phase;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.Damaged;
import io.csdr.vault.commit.Listed;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Checks the vault that a backup would go to.
record VaultDoctor(Shell shell, VaultFlags flags) {
  private static final long LITTLE_ROOM = 1L << 30;

  List<Finding> examine() {
    Vaults vaults = shell.vaults(flags);
    VaultPlace place = vaults.place();
    String check = "vault " + place.name();
    if (place instanceof VaultPlace.InDirectory(String _, Path directory)
        && !Files.exists(directory)
        && place.isDefault(shell.environment())) {
      return List.of(
          Finding.ok(check, "is made by the first backup, in " + directory), room(directory));
    }
    try (OpenVault open = vaults.open()) {
      List<Finding> findings = new ArrayList<>();
      Listed<CommitHeader> commits = open.vault().listCommits();
      findings.add(Finding.ok(check, "opens, holds " + commits.whole().size() + " backups"));
      findings.addAll(damaged(check, commits.damaged()));
      findings.addAll(damaged(check, open.vault().listRuns().damaged()));
      findings.add(keys(open));
      if (place instanceof VaultPlace.InDirectory(String _, Path directory)) {
        findings.add(room(directory));
      }
      findings.addAll(interrupted(open));
      return findings;
    } catch (CliException e) {
      return List.of(Finding.fail(check, String.valueOf(e.getMessage()), e.fix()));
    } catch (VaultException | StoreException e) {
      String[] message = String.valueOf(e.getMessage()).split(" — ", 2);
      return List.of(
          Finding.fail(
              check,
              message[0],
              message.length == 2
                  ? message[1]
                  : "bring the vault's files back from a copy of the vault"));
    }
  }

  private static List<Finding> damaged(String check, List<Damaged> objects) {
    return objects.stream()
        .map(object ->
            Finding.fail(
                check,
                object.key() + " cannot be read: " + object.reason(),
                "bring this file of the vault back from a copy of the vault"))
        .toList();
  }

  private static Finding keys(OpenVault open) {
    int slots = open.vault().slots().size();
    return slots > 1
        ? Finding.ok("keys", slots + " keys open it")
        : Finding.warn(
            "keys",
            "one key alone opens it",
            "keep a copy of the key file or the recovery phrase elsewhere, or add a second key with:"
                + " kubectl csdr vault key add");
  }

  private static Finding room(Path directory) {
    Path there = directory;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      long free = there == null ? 0 : Files.getFileStore(there).getUsableSpace();
      String text = ByteSize.of(free) + " free in " + there;
      return free < LITTLE_ROOM
          ? Finding.warn("room", text, "make room, or use a vault elsewhere with --vault")
          : Finding.ok("room", text);
    } catch (IOException e) {
      return Finding.warn("room", "could not be told: " + e.getMessage(), "check the disk");
    }
  }

  private static List<Finding> interrupted(OpenVault open) {
    return open.vault().runs().stream()
        .map(run -> RunView.of(open.vault(), run, InstantSource.system()))
        .filter(view -> view.phase() == Phase.INTERRUPTED)
        .filter(view -> open.vault().outcome(view.run()).isEmpty())
        .map(view -> view.run())
        .map(run ->
            Finding.warn(
                "interrupted",
                run.kind() + " " + run.name() + " of " + run.started() + " has no end",
                "kubectl csdr resume "
                    + run.name()
                    + " goes on, kubectl csdr cancel "
                    + run.name()
                    + " gives up"))
        .toList();
  }
}
