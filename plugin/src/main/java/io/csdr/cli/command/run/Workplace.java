package io.csdr.cli.command.run;

import io.csdr.cli.command.Shell;
import io.csdr.cli.kube.ClusterClients;
import io.csdr.cli.kube.ClusterTargets;
import io.csdr.cli.kube.ConnectionFlags;
import io.csdr.cli.outcome.CliException;
import io.csdr.cli.term.Progress;
import io.csdr.cli.vault.OpenVault;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.flow.Contexts;
import io.csdr.engine.flow.Site;

/// Everything that a flow of this command works with; closing it leaves nothing on disk.
public final class Workplace implements AutoCloseable {
  private final OpenVault vault;
  private final Cluster cluster;
  private final Scratch scratch;
  private final Progress progress;

  /// Connects to the cluster of the connection flags. The vault is closed with this.
  public Workplace(Shell shell, OpenVault vault) {
    this(shell, vault, connect(shell, shell.flags().connection()));
  }

  /// Vault and cluster are closed with this.
  Workplace(Shell shell, OpenVault vault, Cluster cluster) {
    this.vault = vault;
    this.cluster = cluster;
    try {
      this.scratch = Scratch.make();
    } catch (CliException e) {
      cluster.close();
      throw e;
    }
    this.progress = Progress.of(shell.terminal());
  }

  /// Connects to a cluster.
  public static Cluster connect(Shell shell, ConnectionFlags flags) {
    ClusterClients clients =
        new ClusterClients(
            shell.environment(),
            "kubectl-csdr",
            shell.terminal().ttys().in(),
            shell.flags().verbosity() >= 6 ? shell.terminal()::say : null);
    return new Cluster(clients.connect(ClusterTargets.resolve(shell.environment(), flags)));
  }

  /// The clusters of the kubeconfig's other contexts, reached with the same connection flags.
  static Contexts contexts(Shell shell) {
    return context -> connect(shell, shell.flags().connection().inContext(context));
  }

  /// The namespace that the connection flags mean.
  public static String namespace(Shell shell) {
    return ClusterTargets.resolve(shell.environment(), shell.flags().connection()).namespace();
  }

  /// Where the flows work.
  public Site site() {
    return new Site(cluster, vault.vault(), vault.place().name(), scratch.folder(), progress);
  }

  @Override
  public void close() {
    progress.close();
    cluster.close();
    vault.close();
    scratch.close();
  }
}
