package io.csdr.engine.catalog;

import io.csdr.model.Phase;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.CommitHeader;
import io.csdr.vault.commit.CommitRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which backups of a vault may go. A backup may go when it has expired, but of everything that was ever
/// backed up the newest complete one stays, however old it is, and where none ever was complete the newest
/// one that holds anything.
public final class Retention {
  private final Vault vault;
  private final Catalog catalog;

  public Retention(Vault vault) {
    this.vault = vault;
    this.catalog = new Catalog(vault);
  }

  /// What two backups must have in common for the newer to stand in for the older.
  private record Scope(
      List<String> namespaces,
      List<String> included,
      List<String> excluded,
      String labels,
      boolean volumes,
      List<String> objects,
      List<String> claims) {

    static Scope of(ApplicationBackup.Spec spec) {
      return new Scope(
          spec.includedNamespaces().stream().sorted().toList(),
          spec.includedResources(),
          spec.excludedResources(),
          String.valueOf(spec.labelSelector()),
          spec.pvBackup().defaultPvBackup(),
          spec.csdr().objects(),
          spec.csdr().claims());
    }
  }

  /// A backup whose record could be read.
  private record Opened(CommitHeader header, ApplicationBackup backup) {
    Scope scope() {
      return Scope.of(backup.spec());
    }

    boolean whole() {
      return backup.status().phase().equals(Phase.COMPLETED.toString());
    }

    boolean holdsAnything() {
      ApplicationBackup.Status status = backup.status();
      return status.objects().saved() > 0
          || status.volumes().stream().anyMatch(volume -> volume.bytes() > 0);
    }
  }

  /// The backups of the cluster that may go, the newest first. One whose record cannot be read stays.
  public List<CommitHeader> expired(String clusterUid, Instant now) {
    List<CommitHeader> ours =
        vault.commits().reversed().stream()
            .filter(header -> header.clusterUid().equals(clusterUid))
            .toList();
    if (ours.stream().noneMatch(header -> over(header, now))) {
      return List.of();
    }
    List<Opened> readable = ours.stream().flatMap(header -> record(header).stream()).toList();
    Set<CommitRef> kept = kept(readable);
    return readable.stream()
        .map(Opened::header)
        .filter(header -> !kept.contains(header.ref()) && over(header, now))
        .toList();
  }

  /// Those that stay whatever their age; the newest comes first in `backups`.
  private static Set<CommitRef> kept(List<Opened> backups) {
    Map<Scope, Opened> kept = new HashMap<>();
    for (Opened one : backups) {
      if (one.whole()) {
        kept.putIfAbsent(one.scope(), one);
      }
    }
    for (Opened one : backups) {
      if (one.holdsAnything()) {
        kept.putIfAbsent(one.scope(), one);
      }
    }
    return kept.values().stream().map(one -> one.header().ref()).collect(Collectors.toSet());
  }

  /// Empty where it cannot be read: nothing is known then that would justify a removal.
  private Optional<Opened> record(CommitHeader header) {
    try {
      return Optional.of(new Opened(header, catalog.open(header).resource()));
    } catch (VaultException e) {
      return Optional.empty();
    }
  }

  private static boolean over(CommitHeader header, Instant now) {
    try {
      Instant expiration = Catalog.summary(header).expiration();
      return expiration != null && expiration.isBefore(now);
    } catch (VaultException.Corrupt e) {
      return false; // nothing is known that would justify a removal
    }
  }
}
