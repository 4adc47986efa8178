package io.csdr.vault.tunnel;

import java.io.IOException;

/// Why a connection could not be used, told apart by type.
public abstract sealed class TunnelException extends IOException {
  private static final long serialVersionUID = 1L;

  private TunnelException(String message) {
    super(message);
  }

  /// The other side could not prove that it belongs to this run.
  public static final class WrongPeer extends TunnelException {
    private static final long serialVersionUID = 1L;

    public WrongPeer(String message) {
      super(message);
    }
  }

  /// The right kind of mover answered, but not the one that this session began with.
  public static final class OtherMover extends TunnelException {
    private static final long serialVersionUID = 1L;

    public OtherMover() {
      super("another mover process answered: the one that began this task is gone");
    }
  }

  /// The other side broke the protocol, or somebody altered its bytes.
  public static final class Violation extends TunnelException {
    private static final long serialVersionUID = 1L;

    public Violation(String message) {
      super(message);
    }
  }

  /// The connection is over; another one may continue.
  public static final class Broken extends TunnelException {
    private static final long serialVersionUID = 1L;

    public Broken(String message) {
      super(message);
    }
  }
}
