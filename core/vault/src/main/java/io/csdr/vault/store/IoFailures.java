package io.csdr.vault.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/// Tells the kernel's refusals apart.
final class IoFailures {
  private IoFailures() {}

  /// What a failed file operation on a key means to the caller.
  static StoreException of(String key, Exception failure) {
    if (failure instanceof UnsupportedOperationException) {
      return new StoreException.Denied(
          key + ": this file system has no hard links; a vault needs them", failure);
    }
    String reason = reason(failure);
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota exceeded")) {
      return new StoreException.Full("no room to write " + key + ": " + reason, failure);
    }
    if (failure instanceof AccessDeniedException
        || failure instanceof FileSystemLoopException
        || lower.contains("read-only")
        || lower.contains("not permitted")
        || lower.contains("symbolic links")
        || lower.contains("file too large")) {
      return new StoreException.Denied(key + ": " + reason, failure);
    }
    return new StoreException.Unreachable(key + ": " + reason, failure);
  }

  private static String reason(Exception failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory: " + failure.getMessage();
    }
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    String message = failure.getMessage();
    return message == null || !(failure instanceof IOException) ? failure.toString() : message;
  }
}
