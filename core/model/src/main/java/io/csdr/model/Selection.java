package io.csdr.model;

import java.util.List;

/// What a backup covers.
public sealed interface Selection {
  /// Everything in these namespaces, with the cluster-scoped objects that it uses.
  record Namespaces(List<String> names) implements Selection {
    public Namespaces {
      names = List.copyOf(names);
    }
  }

  /// The objects of one namespace with this label selector, and what they need to run.
  record App(String namespace, String labelSelector) implements Selection {}

  /// Single objects, and what they need to run.
  record Objects(List<ObjectRef> objects) implements Selection {
    public Objects {
      objects = List.copyOf(objects);
    }
  }

  /// Claims alone: the PVC objects and their data.
  record Volumes(List<PvcRef> claims) implements Selection {
    public Volumes {
      claims = List.copyOf(claims);
    }
  }
}
