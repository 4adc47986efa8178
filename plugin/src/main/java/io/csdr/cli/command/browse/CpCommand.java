package io.csdr.cli.command.browse;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Trees;
import io.csdr.engine.browse.BackupPath;
import io.csdr.engine.browse.CopyOut;
import io.csdr.engine.browse.CopyReport;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.StoredBackup;
import io.csdr.model.ByteSize;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import io.csdr.vault.posix.EntryNotes;
import io.csdr.vault.posix.FillSettings;
import io.csdr.vault.posix.VolumeSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cp`.
@Command(
    name = "cp",
    header = "Copy files and objects out of a backup to this machine",
    description = {
      "Copy a file, a folder, a volume, objects as YAML or a whole backup. No cluster is needed. Where TARGET",
      "is a folder that is there, the copy is put into it under its own name. Nothing is overwritten.",
      "",
      "Modes, times, links, holes and user attributes are kept; owners, devices and the rest only for root. A",
      "volume that is a block device becomes an image file."
    },
    customSynopsis = "BACKUP:/PATH TARGET",
    footer = {
      "  # One file of a volume",
      "  kubectl csdr cp shop-20261121-041500:/shop/volumes/data/etc/hosts ./hosts",
      "",
      "  # A whole volume into a new folder",
      "  kubectl csdr cp shop-20261121-041500:/shop/volumes/data ./data",
      "",
      "  # All objects of a namespace as YAML",
      "  kubectl csdr cp shop-20261121-041500:/shop/objects ./shop-objects"
    })
public final class CpCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Parameters(index = "0", paramLabel = "BACKUP:/PATH")
  private String address = "";

  @Parameters(index = "1", paramLabel = "TARGET")
  private String target = "";

  @Option(
      names = "--allow-damage",
      description =
          "Succeed although files whose data is lost in the vault had to be left out; they are named.")
  private boolean allowDamage;

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public CpCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    BackupAddress place = BackupAddress.parse(address);
    try (Found found = new BackupFinder(shell, vaults).find(place.backup())) {
      Vault vault = found.vault().vault();
      StoredBackup backup = new Catalog(vault).open(found.name());
      Path to = destination(place, backup);
      FillSettings settings = new FillSettings(VolumeSettings.DEFAULT, root(), allowDamage);
      CopyReport report =
          new CopyOut(
                  backup,
                  vault.reader(),
                  (json, out) ->
                      Trees.yaml(
                          ResourceJson.read(json, JsonNode.class),
                          new PrintStream(out, true, StandardCharsets.UTF_8)),
                  settings)
              .copy(place.path(), to);
      return tell(report, to).number();
    }
  }

  /// `TARGET`, or inside of it where it is a folder; its parent must be there.
  private Path destination(BackupAddress place, StoredBackup backup) {
    Path path = shell.environment().path(target).normalize();
    if (Files.isDirectory(path)) {
      String name = name(place.path(), backup);
      Path inside = path.resolve(name).normalize();
      if (!path.equals(inside.getParent())) {
        throw CliException.failed(
            "'" + name + "' cannot be the name of a folder in " + path,
            "name the folder to make as the target");
      }
      return inside;
    }
    Path parent = path.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw CliException.failed(
          "there is no folder " + parent, "make it first, or name another target");
    }
    return path;
  }

  /// What the copy of a place is called.
  private static String name(BackupPath path, StoredBackup backup) {
    return switch (path) {
      case BackupPath.Top _ -> backup.header().name();
      case BackupPath.Scope it -> it.scope();
      case BackupPath.Resources _ -> "objects";
      case BackupPath.Volumes _ -> "volumes";
      case BackupPath.Names it -> it.resource();
      case BackupPath.StoredObject it -> it.name() + ".yaml";
      case BackupPath.InVolume it ->
          it.path().isEmpty() ? it.claim() : it.path().substring(it.path().lastIndexOf('/') + 1);
    };
  }

  private ExitCode tell(CopyReport report, Path to) {
    lines("left out", report.skipped());
    lines("not as it was", report.problems());
    lines("lost in the vault", report.lost());
    List<String> what = new ArrayList<>();
    if (report.objects() > 0) {
      what.add(report.objects() + " objects");
    }
    if (report.entries() > 0) {
      what.add(report.entries() + " files and folders");
    }
    what.add(ByteSize.of(report.bytes()));
    shell.terminal().tell(to + ": " + String.join(", ", what));
    boolean whole = report.problems().isEmpty() && (report.lost().isEmpty() || allowDamage);
    return whole ? ExitCode.DONE : ExitCode.PARTIAL;
  }

  private void lines(String what, EntryNotes notes) {
    notes.lines().stream().limit(SHOWN).forEach(line -> shell.terminal().warn(what + ": " + line));
    if (notes.count() > SHOWN) {
      shell.terminal().warn(what + ": and " + (notes.count() - SHOWN) + " more");
    }
  }

  /// Only root may give files away and make devices.
  private static boolean root() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        && Files.getAttribute(self, "unix:uid") instanceof Integer uid
        && uid == 0;
  }
}
