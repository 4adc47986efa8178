package io.csdr.engine.flow;

import io.csdr.engine.EngineException;
import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.journal.RunBody;
import io.csdr.model.PvcRef;
import io.csdr.model.Selection;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.RestoreRequest;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The namespaces of users in which a run works, by the request in its journal.
record RunNamespaces(Vault vault) {

  /// Those of `run`; none where its request, perhaps another version's, does not tell.
  Set<String> of(Run run) {
    try {
      RunBody asked = RunBody.of(run);
      return switch (run.kind()) {
        case Catalog.BACKUP -> of(asked.requestAs(BackupRequest.class).selection());
        case RestoreFlow.RESTORE -> of(asked.requestAs(RestoreRequest.class));
        default -> Set.of();
      };
    } catch (IllegalArgumentException e) {
      return Set.of();
    }
  }

  static Set<String> of(Selection selection) {
    Set<String> namespaces = new TreeSet<>();
    switch (selection) {
      case Selection.Namespaces it -> namespaces.addAll(it.names());
      case Selection.App it -> namespaces.add(it.namespace());
      case Selection.Volumes it ->
          it.claims().stream().map(PvcRef::namespace).forEach(namespaces::add);
      case Selection.Objects it ->
          it.objects()
              .forEach(object -> {
                if (object.namespace() != null) {
                  namespaces.add(object.namespace());
                }
              });
    }
    return namespaces;
  }

  private Set<String> of(RestoreRequest request) {
    Set<String> namespaces = new TreeSet<>();
    for (String namespace : saved(request.backup())) {
      namespaces.add(request.targetNamespace(namespace));
    }
    return namespaces;
  }

  /// Those of a backup, none where it was deleted meanwhile.
  private List<String> saved(String backup) {
    try {
      return new Catalog(vault).header(backup).namespaces();
    } catch (EngineException e) {
      return List.of();
    }
  }
}
