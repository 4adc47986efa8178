package io.csdr.vault;

import org.jspecify.annotations.Nullable;

/// What is wrong with a vault, told apart by type. Messages name objects of the vault, never secrets.
public abstract sealed class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private VaultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// There is no vault at this place, or it lacks its `config`.
  public static final class NoVault extends VaultException {
    private static final long serialVersionUID = 1L;

    public NoVault(String message) {
      super(message, null);
    }
  }

  /// There already is a vault, or something else, where one was to be created.
  public static final class Occupied extends VaultException {
    private static final long serialVersionUID = 1L;

    public Occupied(String message) {
      super(message, null);
    }
  }

  /// None of the offered keys opens any of the vault's key slots.
  public static final class WrongKey extends VaultException {
    private static final long serialVersionUID = 1L;

    public WrongKey(String message) {
      super(message, null);
    }
  }

  /// A newer program wrote this vault with features that this one does not know.
  public static final class TooNew extends VaultException {
    private static final long serialVersionUID = 1L;

    public TooNew(String message) {
      super(message, null);
    }
  }

  /// Bytes that fail authentication or parsing: altered, truncated or forged.
  public static final class Corrupt extends VaultException {
    private static final long serialVersionUID = 1L;

    public Corrupt(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    public Corrupt(String message) {
      this(message, null);
    }
  }

  /// Something that the vault refers to is not there: a pack, a blob, a commit.
  public static final class Incomplete extends VaultException {
    private static final long serialVersionUID = 1L;

    public Incomplete(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    public Incomplete(String message) {
      this(message, null);
    }
  }
}
