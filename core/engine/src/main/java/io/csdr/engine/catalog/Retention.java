package io.csdr.engine.catalog;

import io.csdr.model.Phase;
import io.csdr.model.api.ApplicationBackup;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.commit.CommitHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which backups of a vault may go. A backup may go when it has expired, but the newest complete one of
/// everything that was ever backed up stays, however old it is.
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

  /// The backups of the cluster that may go, the newest first. One whose record cannot be read stays.
  public List<CommitHeader> expired(String clusterUid, Instant now) {
    List<CommitHeader> ours =
        vault.commits().reversed().stream()
            .filter(header -> header.clusterUid().equals(clusterUid))
            .toList();
    List<CommitHeader> expired = new ArrayList<>();
    if (ours.stream().noneMatch(header -> over(header, now))) {
      return expired;
    }
    Set<Scope> kept = new HashSet<>();
    for (CommitHeader header : ours) {
      Optional<ApplicationBackup> backup = record(header);
      boolean newest =
          backup.filter(Retention::whole).filter(it -> kept.add(Scope.of(it.spec()))).isPresent();
      if (backup.isPresent() && !newest && over(header, now)) {
        expired.add(header);
      }
    }
    return expired;
  }

  /// Empty where it cannot be read: nothing is known then that would justify a removal.
  private Optional<ApplicationBackup> record(CommitHeader header) {
    try {
      return Optional.of(catalog.open(header).resource());
    } catch (VaultException e) {
      return Optional.empty();
    }
  }

  private static boolean whole(ApplicationBackup backup) {
    return backup.status().phase().equals(Phase.COMPLETED.toString());
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
