package io.csdr.vault.tunnel;

import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc7748.X25519;

/// The X25519 key pair of a run's host. Only its holder is obeyed by the run's movers.
public final class HostKey {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;
  private final byte[] open;

  private HostKey(byte[] secret) {
    this.secret = secret;
    this.open = new byte[X25519.POINT_SIZE];
    X25519.generatePublicKey(secret, 0, open, 0);
  }

  /// A new key pair.
  public static HostKey generate() {
    byte[] secret = new byte[X25519.SCALAR_SIZE];
    X25519.generatePrivateKey(RANDOM, secret);
    return new HostKey(secret);
  }

  /// The key pair of this private key, 32 bytes as [#secret()] gave them.
  public static HostKey of(byte[] secret) {
    if (secret.length != X25519.SCALAR_SIZE) {
      throw new IllegalArgumentException("a host key has 32 bytes, not " + secret.length);
    }
    return new HostKey(secret.clone());
  }

  /// The public key, 32 bytes.
  public byte[] publicKey() {
    return open.clone();
  }

  /// The public key as a mover's `--host-key` takes it.
  public String encodedPublicKey() {
    return Base64.getEncoder().encodeToString(open);
  }

  /// The private key, 32 bytes, for a sealed journal and nothing else.
  public byte[] secret() {
    return secret.clone();
  }

  /// The agreement with a public key, or an empty array where it is void.
  byte[] agree(byte[] other) {
    byte[] shared = new byte[X25519.POINT_SIZE];
    return X25519.calculateAgreement(secret, 0, other, 0, shared, 0) ? shared : new byte[0];
  }

  @Override
  public String toString() {
    return "HostKey[" + encodedPublicKey() + "]";
  }
}
