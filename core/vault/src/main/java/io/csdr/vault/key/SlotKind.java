package io.csdr.vault.key;

/// How a slot wraps the key ring. `UNKNOWN` stands for every kind that this program cannot open.
public enum SlotKind {
  KEY_FILE(1),
  PASSPHRASE(2),
  UNKNOWN(0);

  private final int code;

  SlotKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static SlotKind of(int code) {
    for (SlotKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return UNKNOWN;
  }
}
