package io.csdr.vault.commit;

/// Which commit: its key in the store. Says nothing of its name.
public record CommitRef(String key) {
  private static final String PATTERN = "c/[0-9a-f]{16}/[0-9a-f]{32}";

  public CommitRef {
    if (!isValid(key)) {
      throw new IllegalArgumentException("malformed reference to a commit");
    }
  }

  static boolean isValid(String key) {
    return key.matches(PATTERN);
  }
}
