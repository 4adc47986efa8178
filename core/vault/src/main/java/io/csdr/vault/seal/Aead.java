package io.csdr.vault.seal;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One suite's cipher under one key at a time. Not for several threads at once.
public final class Aead {
  /// Length of a key.
  public static final int KEY_BYTES = 32;

  /// Length of a nonce.
  public static final int NONCE_BYTES = 12;

  /// How much longer the sealed form is.
  public static final int TAG_BYTES = 16;

  // The runtime's fast AES-GCM is reached only from compiled callers, and a few long calls never
  // get
  // there: opening 240 MB cold took 3.2 s of CPU, after 4 MB sealed in pieces of 1 KiB 0.06 s.
  // Pieces of 4 KiB
  // train it too slowly. Warm, 1 KiB pieces cost 2.7 GB/s instead of 4.7, which nothing here
  // notices.
  private static final int PIECE = 1 << 10;
  private static final int TRAINING = 6 << 20;

  private final Suite suite;
  private final Cipher cipher;

  public Aead(Suite suite) {
    this.suite = suite;
    try {
      this.cipher =
          switch (suite) {
            case AES_256_GCM -> Cipher.getInstance("AES/GCM/NoPadding");
            case CHACHA20_POLY1305 -> Cipher.getInstance("ChaCha20-Poly1305");
          };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks " + suite, e);
    }
  }

  /// Which suite this is.
  public Suite suite() {
    return suite;
  }

  /// Seals `head` and then `length` bytes of `body` into `out` at `at`; returns the sealed length, which
  /// is the sum of both plus [#TAG_BYTES]. A key and nonce must never be used twice.
  public int seal(Use use, byte[] head, Span body, byte[] out, int at) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(use.key, algorithm()), nonce(use.nonce));
      cipher.updateAAD(use.aad);
      int done = cipher.update(head, 0, head.length, out, at);
      int from = body.offset;
      int left = body.length;
      while (left > PIECE) {
        done += cipher.update(body.bytes, from, PIECE, out, at + done);
        from += PIECE;
        left -= PIECE;
      }
      return done + cipher.doFinal(body.bytes, from, left, out, at + done);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /// Seals a whole array into a new one.
  public byte[] seal(Use use, byte[] plain) {
    byte[] out = new byte[plain.length + TAG_BYTES];
    seal(use, new byte[0], new Span(plain, 0, plain.length), out, 0);
    return out;
  }

  /// Opens sealed bytes into `out` at `at`, where `sealed.length() - TAG_BYTES` bytes must fit; returns
  /// false, with nothing of use in `out`, when authentication fails.
  public boolean open(Use use, Span sealed, byte[] out, int at) {
    if (sealed.length < TAG_BYTES) {
      return false;
    }
    try {
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(use.key, algorithm()), nonce(use.nonce));
      cipher.updateAAD(use.aad);
      cipher.doFinal(sealed.bytes, sealed.offset, sealed.length, out, at);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening failed", e);
    }
  }

  /// Lets the runtime compile AES-GCM before much is opened; later calls cost nothing. Sealing trains
  /// itself, opening cannot: the runtime opens a message in one piece only.
  public static void warmUp() {
    Trained.ensure();
  }

  private static final class Trained {
    static {
      Aead aead = new Aead(Suite.AES_256_GCM);
      byte[] plain = new byte[TRAINING / 8];
      byte[] out = new byte[plain.length + TAG_BYTES];
      for (byte round = 0; round < 8; round++) {
        byte[] nonce = new byte[NONCE_BYTES];
        nonce[0] = round;
        aead.seal(
            new Use(new byte[KEY_BYTES], nonce, new byte[0]),
            nonce,
            new Span(plain, 12, plain.length - 12),
            out,
            0);
      }
    }

    private Trained() {}

    static void ensure() {}
  }

  private String algorithm() {
    return switch (suite) {
      case AES_256_GCM -> "AES";
      case CHACHA20_POLY1305 -> "ChaCha20";
    };
  }

  private AlgorithmParameterSpec nonce(byte[] nonce) {
    return switch (suite) {
      case AES_256_GCM -> new GCMParameterSpec(TAG_BYTES * 8, nonce);
      case CHACHA20_POLY1305 -> new IvParameterSpec(nonce);
    };
  }

  /// What one sealing depends on besides the content.
  @SuppressWarnings("ArrayRecordComponent")
  public record Use(byte[] key, byte[] nonce, byte[] aad) {
    /// A key that seals one message only, so that its nonce is zero.
    public static Use once(byte[] key, byte[] aad) {
      return new Use(key, new byte[NONCE_BYTES], aad);
    }

    @Override
    public String toString() {
      return "Use[…]";
    }
  }

  /// A part of an array.
  @SuppressWarnings("ArrayRecordComponent")
  public record Span(byte[] bytes, int offset, int length) {
    public Span(byte[] bytes) {
      this(bytes, 0, bytes.length);
    }
  }
}
