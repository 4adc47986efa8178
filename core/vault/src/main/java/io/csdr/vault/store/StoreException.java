package io.csdr.vault.store;

import org.jspecify.annotations.Nullable;

/// What a store could not do, told apart by type so that a caller can choose to wait, ask or give up.
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// No object has this key.
  public static final class Missing extends StoreException {
    private static final long serialVersionUID = 1L;

    public Missing(String key) {
      super("no object " + key, null);
    }
  }

  /// The object ends before the bytes that were asked for.
  public static final class Truncated extends StoreException {
    private static final long serialVersionUID = 1L;

    public Truncated(String key, long wantedEnd, long size) {
      super("object " + key + " has " + size + " bytes, " + wantedEnd + " were expected", null);
    }
  }

  /// The place has no room left.
  public static final class Full extends StoreException {
    private static final long serialVersionUID = 1L;

    public Full(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The place refuses: rights, retention or a read-only medium.
  public static final class Denied extends StoreException {
    private static final long serialVersionUID = 1L;

    public Denied(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The place cannot be reached now; the same call may succeed later.
  public static final class Unreachable extends StoreException {
    private static final long serialVersionUID = 1L;

    public Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
