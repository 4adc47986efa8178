package io.csdr.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// What a backup covers.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "select")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Selection.Namespaces.class, name = "namespaces"),
  @JsonSubTypes.Type(value = Selection.App.class, name = "app"),
  @JsonSubTypes.Type(value = Selection.Objects.class, name = "objects"),
  @JsonSubTypes.Type(value = Selection.Volumes.class, name = "volumes")
})
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
