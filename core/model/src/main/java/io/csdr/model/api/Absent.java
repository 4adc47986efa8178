package io.csdr.model.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Empty collections are left out of JSON and stand for themselves again when read.
final class Absent {
  private Absent() {}

  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  static <V> Map<String, V> map(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }
}
