package io.csdr.model.request;

import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import java.util.List;

/// Which part of a backup comes back; all lists empty means the whole. Namespaces and names are those of
/// the backup, before any mapping.
public record RestoreScope(
    List<String> namespaces, List<ObjectRef> objects, List<PvcRef> claims, Parts parts) {
  /// The whole backup.
  public static final RestoreScope ALL =
      new RestoreScope(List.of(), List.of(), List.of(), Parts.BOTH);

  /// Objects, the data of volumes, or both.
  public enum Parts {
    BOTH,
    OBJECTS,
    VOLUMES
  }

  public RestoreScope {
    namespaces = List.copyOf(namespaces);
    objects = List.copyOf(objects);
    claims = List.copyOf(claims);
  }

  /// Whether the data of the claim comes back.
  public boolean brings(PvcRef claim) {
    if (parts == Parts.OBJECTS) {
      return false;
    }
    return (namespaces.isEmpty() && objects.isEmpty() && claims.isEmpty())
        || namespaces.contains(claim.namespace())
        || claims.contains(claim)
        || objects.contains(
            new ObjectRef("", "persistentvolumeclaims", claim.namespace(), claim.name()));
  }
}
