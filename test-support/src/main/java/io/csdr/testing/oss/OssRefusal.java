package io.csdr.testing.oss;

import java.util.LinkedHashMap;
import java.util.Map;

/// A request that is answered with an error document.
final class OssRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final LinkedHashMap<String, String> fields = new LinkedHashMap<>();

  OssRefusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /// Adds an element to the error document.
  OssRefusal with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /// What the document holds beside code, message and ids.
  Map<String, String> fields() {
    return fields;
  }

  static OssRefusal noSuchKey(String key) {
    return new OssRefusal(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
  }

  static OssRefusal invalidArgument(String message) {
    return new OssRefusal(400, "InvalidArgument", message);
  }
}
