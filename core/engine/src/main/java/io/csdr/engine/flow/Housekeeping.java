package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.journal.RunView;
import io.csdr.engine.volume.leftover.Leftover;
import io.csdr.engine.volume.leftover.Leftovers;
import io.csdr.model.Failure;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.vault.commit.Damaged;
import io.csdr.vault.commit.Listed;
import io.csdr.vault.commit.Run;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps cluster and journal free of what runs leave behind.
record Housekeeping(Site site) {

  /// Removes what expired in this cluster, whoever left it, unless its run is seen to go on. What others have
  /// left is not the caller's affair: where it cannot be removed there is a warning, and nothing fails.
  void removeExpired() throws InterruptedException {
    Leftovers leftovers = new Leftovers(site.cluster().client());
    try {
      for (String run : leftovers.expired(Instant.now())) {
        if (!known(run).filter(this::goesOn).isPresent()) {
          removeForeign(leftovers, run);
        }
      }
    } catch (KubernetesClientException e) {
      warn("what earlier runs left behind cannot be listed: " + e.getMessage());
    }
  }

  private void removeForeign(Leftovers leftovers, String run) throws InterruptedException {
    warn("removing what run " + run + " left behind");
    try {
      List<Leftover> left = leftovers.remove(run);
      if (!left.isEmpty()) {
        warn(left.getFirst().object() + " of run " + run + " is still there");
      }
    } catch (KubernetesClientException | EngineException e) {
      warn("what run " + run + " left behind cannot be removed: " + e.getMessage());
    }
  }

  private Optional<Run> known(String id) {
    return site.vault().runs().stream().filter(run -> run.runId().equals(id)).findFirst();
  }

  private boolean goesOn(Run run) {
    return view(run).phase() == Phase.IN_PROGRESS;
  }

  private RunView view(Run run) {
    return RunView.of(site.vault(), run, site.vault()::storeTime);
  }

  /// Tells whoever watches; nothing fails for it.
  void warn(String message) {
    site.progress().on(new ProgressEvent.Warning(message));
  }

  /// Removes everything that a run made in the cluster.
  ///
  /// @throws EngineException when something cannot be removed
  void removeLeftovers(Run run) throws InterruptedException {
    Set<String> namespaces = new RunNamespaces(site.vault()).of(run);
    List<Leftover> left = new Leftovers(site.cluster().client(), namespaces).remove(run.runId());
    if (!left.isEmpty()) {
      throw new EngineException(
          new Failure(
              left.getFirst().object().toString(),
              "LeftoversRemain",
              "it and "
                  + (left.size() - 1)
                  + " other objects of run "
                  + run.runId()
                  + " are still there",
              "remove them with: kubectl csdr cancel " + run.runId()));
    }
  }

  /// Makes room for a new run of `name`: an earlier one whose process is gone is cleaned up and ended.
  ///
  /// @return the runs that were ended
  /// @throws EngineException when the earlier one is still going on
  List<Run> takeOver(String kind, String name, String clusterUid) throws InterruptedException {
    List<Run> dead = new ArrayList<>();
    Listed<Run> runs = site.vault().listRuns();
    for (Damaged damaged : runs.damaged()) {
      site.progress()
          .on(new ProgressEvent.Warning("passing over a damaged run: " + damaged.reason()));
    }
    for (Run run : runs.whole()) {
      if (run.kind().equals(kind)
          && run.name().equals(name)
          && run.clusterUid().equals(clusterUid)) {
        RunView view = view(run);
        if (view.phase() == Phase.IN_PROGRESS) {
          throw new EngineException(
              new Failure(
                  kind + " " + name,
                  "InProgress",
                  "it is going on in process " + view.body().process().pid(),
                  "wait for it, or end it with: kubectl csdr cancel " + name));
        }
        if (unended(run)) {
          end(run, Phase.INTERRUPTED, "continued by another run");
          dead.add(run);
        }
      }
    }
    return dead;
  }

  /// Cleans up after a dead run and ends it: as this phase, unless it died after its backup was made.
  ///
  /// @throws EngineException when something cannot be removed
  void end(Run run, Phase phase, String message) throws InterruptedException {
    removeLeftovers(run);
    Optional<Phase> made =
        new Catalog(site.vault())
            .madeBy(run)
            .flatMap(backup -> Phase.of(backup.resource().status().phase()));
    RunJournal.endFor(site.vault(), run, made.orElse(phase), made.isPresent() ? "" : message);
  }

  /// The newest run of this name or id that never ended. Names are those of this cluster: others may have the same.
  ///
  /// @throws EngineException when runs of several kinds have the name, or another cluster has it alone
  Optional<Run> newestUnended(String nameOrRun) {
    List<Run> unended = site.vault().runs().stream().filter(Housekeeping::unended).toList();
    Optional<Run> byId = unended.stream().filter(run -> run.runId().equals(nameOrRun)).findFirst();
    List<Run> named = unended.stream().filter(run -> run.name().equals(nameOrRun)).toList();
    String here = site.cluster().uid();
    List<Run> own = named.stream().filter(run -> run.clusterUid().equals(here)).toList();
    if (own.stream().map(Run::kind).distinct().count() > 1) {
      String runs =
          own.stream().map(run -> run.kind() + " " + run.runId()).collect(Collectors.joining(", "));
      throw new EngineException(
          new Failure(
              nameOrRun,
              "Ambiguous",
              "several runs have this name",
              "name one by its id: " + runs));
    }
    Optional<Run> found =
        byId.or(
            () -> (own.isEmpty() ? named : own).stream().max(Comparator.comparing(Run::started)));
    found.ifPresent(this::requireOwn);
    return found;
  }

  /// Cleans up after the dead rounds and the dead restore of a migration from here to `target`, and ends them.
  ///
  /// @throws EngineException when something cannot be removed
  void endParts(String migration, Cluster target, Phase phase, String message)
      throws InterruptedException {
    String here = site.cluster().uid();
    String there = target.uid();
    for (Run run : site.vault().runs()) {
      boolean round =
          run.kind().equals(Catalog.BACKUP)
              && MigrationRounds.isRound(migration, run.name())
              && run.clusterUid().equals(here);
      boolean restore =
          run.kind().equals(RestoreFlow.RESTORE)
              && run.name().equals(MigrateFlow.restoreName(migration))
              && run.clusterUid().equals(there);
      if ((round || restore) && unended(run) && !goesOn(run)) {
        new Housekeeping(round ? site : site.on(target)).end(run, phase, message);
      }
    }
  }

  /// Makes sure that a run belongs to this cluster.
  ///
  /// @throws EngineException when it belongs to another one
  private void requireOwn(Run run) {
    if (!run.clusterUid().equals(site.cluster().uid())) {
      throw new EngineException(
          new Failure(
              run.kind() + " " + run.name(),
              "OtherCluster",
              "the run belongs to another cluster",
              "give that cluster's --context"));
    }
  }

  private static boolean unended(Run run) {
    return run.ended().isEmpty();
  }
}
