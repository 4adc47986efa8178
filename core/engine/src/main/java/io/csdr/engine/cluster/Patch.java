package io.csdr.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A change to an object.
public sealed interface Patch {
  /// What goes on the wire.
  JsonNode body();

  /// How it is called there.
  String mediaType();

  /// RFC 7396: fields given replace, nulls remove.
  record Merge(ObjectNode body) implements Patch {
    @Override
    public String mediaType() {
      return "application/merge-patch+json";
    }
  }

  /// Server-side apply; `force` takes fields over from other managers.
  record Apply(ObjectNode body, boolean force) implements Patch {
    @Override
    public String mediaType() {
      return "application/apply-patch+yaml";
    }
  }
}
