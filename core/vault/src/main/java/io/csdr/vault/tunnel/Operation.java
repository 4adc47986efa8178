package io.csdr.vault.tunnel;

/// What a mover can ask its host for.
enum Operation {
  READ(1),
  PUT(2),
  LIST(3),
  STAT(4),
  DELETE(5),
  START(6),
  PACK_KEY(7),
  REPORT(8);

  private final int code;

  Operation(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Operation of(int code) throws TunnelException.Violation {
    if (code < 1 || code > values().length) {
      throw new TunnelException.Violation("no operation has code " + code);
    }
    return values()[code - 1];
  }
}
