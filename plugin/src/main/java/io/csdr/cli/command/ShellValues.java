package io.csdr.cli.command;

import io.csdr.cli.complete.Candidate;
import io.csdr.cli.complete.Values;
import io.csdr.cli.flag.GlobalFlags;
import io.csdr.cli.flag.VaultFlags;
import io.csdr.cli.kube.ClusterClients;
import io.csdr.cli.kube.ClusterTargets;
import io.csdr.cli.kube.ConnectionFlags;
import io.csdr.cli.kube.Kubeconfig;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import io.csdr.cli.vault.LocalVaults;
import io.csdr.cli.vault.OpenVault;
import io.csdr.cli.vault.VaultPlace;
import io.csdr.engine.catalog.BackupRow;
import io.csdr.engine.catalog.Catalog;
import io.csdr.vault.commit.Run;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Knows the backups and vaults of this machine, the contexts of the kubeconfig and the namespaces of the
/// cluster. Asks nobody for a passphrase, and waits no longer than two seconds for the API server.
final class ShellValues implements Values {
  private static final String PATIENCE = "2s";

  private final Shell shell;
  private final List<String> words;

  /// `words` are all that have been typed so far; their flags say which vault and which cluster count.
  ShellValues(Shell shell, List<String> words) {
    Terminal silent =
        new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Ttys.NONE);
    this.shell = new Shell(shell.environment(), silent, new GlobalFlags());
    this.words = List.copyOf(words);
  }

  @Override
  public List<Candidate> of(String label, CommandSpec command, List<String> before) {
    try {
      return switch (label) {
        case "BACKUP" -> backups("");
        case "BACKUP:/PATH" -> backups(":/");
        case "RUN" -> runs();
        case "VAULT" -> vaults();
        case "CONTEXT" -> contexts();
        case "NAMESPACE" -> namespaces();
        case "WHAT" -> command.name().equals("restore") ? part(before) : what(before);
        default -> List.of();
      };
    } catch (RuntimeException e) {
      return List.of(); // the user is only typing
    }
  }

  private List<Candidate> backups(String suffix) {
    return inVaults((prefix, vault) ->
        new Catalog(vault.vault())
            .list().reversed().stream()
                .filter(row -> row.ref() != null)
                .map(row -> new Candidate(prefix + row.name() + suffix, meaning(row))));
  }

  private List<Candidate> runs() {
    return inVaults((prefix, vault) ->
        vault.vault().runs().stream()
            .filter(run -> vault.vault().outcome(run).isEmpty())
            .map(Run::name)
            .distinct()
            .map(name -> Candidate.of(prefix + name)));
  }

  /// Names of other vaults than the only one or the default one are told with their vault.
  private List<Candidate> inVaults(BiFunction<String, OpenVault, Stream<Candidate>> found) {
    VaultFlags flags = vaultTyped();
    if (shell.vaults(flags).place().remote()) {
      return List.of(); // it may be far away, and the user is only typing
    }
    List<Candidate> candidates = new ArrayList<>();
    try (OpenVaults vaults = OpenVaults.of(shell, flags)) {
      boolean one = vaults.all().size() == 1;
      for (OpenVault vault : vaults.all()) {
        String name = vault.place().name();
        String prefix = one || name.equals(VaultPlace.DEFAULT) ? "" : name + "/";
        found.apply(prefix, vault).forEach(candidates::add);
      }
    }
    return candidates;
  }

  private List<Candidate> vaults() {
    return LocalVaults.list(shell.environment()).stream()
        .map(place -> new Candidate(place.name(), place.where()))
        .toList();
  }

  private List<Candidate> contexts() {
    Map<String, Kubeconfig.Entry> contexts =
        Kubeconfig.load(shell.environment(), typed("--kubeconfig")).contexts();
    return contexts.keySet().stream().sorted().map(Candidate::of).toList();
  }

  private List<Candidate> namespaces() {
    ConnectionFlags flags =
        new ConnectionFlags(
            new ConnectionFlags.Names(
                typed("--kubeconfig"), typed("--context"), typed("--cluster"), typed("--user")),
            new ConnectionFlags.Endpoint(null, null, false, null),
            new ConnectionFlags.Credentials(null, null, null),
            new ConnectionFlags.Impersonation(null, List.of(), null),
            null,
            PATIENCE);
    try (KubernetesClient client =
        new ClusterClients(shell.environment(), "kubectl-csdr", false, null)
            .connect(ClusterTargets.resolve(shell.environment(), flags))) {
      return client.namespaces().list().getItems().stream()
          .map(namespace -> Candidate.of(namespace.getMetadata().getName()))
          .toList();
    }
  }

  private List<Candidate> what(List<String> before) {
    if (before.isEmpty()) {
      return List.of(
          new Candidate("ns", "Namespaces"),
          new Candidate("app", "What carries a label (-l)"),
          new Candidate("pvc", "Volumes"));
    }
    return isNamespace(before.getFirst()) ? namespaces() : List.of();
  }

  /// What of a backup, whose name is the first word.
  private List<Candidate> part(List<String> before) {
    if (before.size() < 2) {
      return List.of(new Candidate("ns", "Namespaces"), new Candidate("pvc", "Volumes"));
    }
    if (!isNamespace(before.get(1))) {
      return List.of();
    }
    VaultFlags flags = vaultTyped();
    if (shell.vaults(flags).place().remote()) {
      return List.of(); // it may be far away, and the user is only typing
    }
    try (BackupFinder.Found found = new BackupFinder(shell, flags).find(before.getFirst())) {
      return new Catalog(found.vault().vault())
          .header(found.name()).namespaces().stream().map(Candidate::of).toList();
    }
  }

  private static boolean isNamespace(String word) {
    return word.equals("ns") || word.equals("namespace") || word.equals("namespaces");
  }

  private static String meaning(BackupRow row) {
    return row.summary().phase() + " " + String.join(",", row.namespaces());
  }

  private VaultFlags vaultTyped() {
    String vault = typed("--vault");
    return vault == null ? new VaultFlags() : VaultFlags.of(vault);
  }

  /// The value of a flag among the words, or null.
  private @Nullable String typed(String flag) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith(flag + "=")) {
        return word.substring(flag.length() + 1);
      }
      if (word.equals(flag) && i + 2 < words.size()) {
        return words.get(i + 1);
      }
    }
    return null;
  }
}
