package io.csdr.engine.capture;

/// Takes the files of one tree. Paths arrive in ascending order of their segments, each once.
@FunctionalInterface
public interface ObjectSink {
  /// One file, such as `shop/objects/configmaps/web.json`.
  void add(String path, byte[] content);
}
