package io.csdr.vault.tunnel;

import java.time.Duration;

/// How a tunnel waits: `heartbeat` is the longest silence of a side that lives, `deadPeer` the silence
/// after which a connection is closed, `handshake` the time for proving who one is, and `patience` how
/// long a mover waits for a host to come or to come back.
public record TunnelSettings(
    Duration heartbeat, Duration deadPeer, Duration handshake, Duration patience) {
  /// The values of `docs/tunnel.md`.
  public static final TunnelSettings DEFAULT =
      new TunnelSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10));

  /// The same with another patience.
  public TunnelSettings withPatience(Duration other) {
    return new TunnelSettings(heartbeat, deadPeer, handshake, other);
  }
}
