package io.csdr.vault.tunnel;

/// How a call ended.
enum Status {
  DONE(0),
  MISSING(1),
  TRUNCATED(2),
  FULL(3),
  DENIED(4),
  UNREACHABLE(5),
  BAD_KEY(6);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Status of(int code) throws TunnelException.Violation {
    if (code < 0 || code >= values().length) {
      throw new TunnelException.Violation("no status has code " + code);
    }
    return values()[code];
  }
}
