package io.csdr.cli.command.browse;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.cli.command.BackupFinder;
import io.csdr.cli.command.BackupFinder.Found;
import io.csdr.cli.command.Shell;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.print.Trees;
import io.csdr.engine.browse.BackupPath;
import io.csdr.engine.browse.Browser;
import io.csdr.engine.catalog.Catalog;
import io.csdr.model.api.ResourceJson;
import io.csdr.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `cat`.
@Command(
    name = "cat",
    header = "Print an object or a file out of a backup",
    customSynopsis = "BACKUP:/PATH",
    footer = {
      "  # An object as YAML",
      "  kubectl csdr cat shop-20261121-041500:/shop/objects/configmaps/settings.yaml",
      "",
      "  # A file of a volume",
      "  kubectl csdr cat shop-20261121-041500:/shop/volumes/data/etc/hosts"
    })
public final class CatCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "BACKUP:/PATH")
  private String address = "";

  @Mixin private VaultFlags vaults = new VaultFlags();

  private final Shell shell;

  public CatCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    BackupAddress place = BackupAddress.parse(address);
    try (Found found = new BackupFinder(shell, vaults).find(place.backup())) {
      Vault vault = found.vault().vault();
      Browser browser = new Browser(new Catalog(vault).open(found.name()), vault.reader());
      if (place.path() instanceof BackupPath.StoredObject) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        browser.cat(place.path(), json);
        Trees.yaml(ResourceJson.read(json.toByteArray(), JsonNode.class), shell.terminal().out());
      } else {
        browser.cat(place.path(), shell.terminal().out());
      }
      return ExitCode.DONE.number();
    }
  }
}
