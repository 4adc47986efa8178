package io.csdr.model;

/// One thing that went wrong, told so that a person can act: on which `object` (free text such as
/// `persistentvolumeclaims shop/data`), of which `type` (a short CamelCase class such as `Forbidden`),
/// what happened, and the command or change that fixes it (may be empty).
public record Failure(String object, String type, String message, String fix) {
  /// `object: message (fix)` on one line.
  public String line() {
    return object + ": " + message + (fix.isEmpty() ? "" : " — " + fix);
  }
}
