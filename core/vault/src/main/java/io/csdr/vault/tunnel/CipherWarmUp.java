package io.csdr.vault.tunnel;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Makes the JIT compile AES-GCM early.
///
/// The processor's instructions are used only by compiled callers, and compiling is decided by the number of
/// calls: a tunnel's few large frames would be sealed at 70 MB/s for the first half gigabyte. 12,000 calls of
/// 512 bytes take 0.1 s of another thread and bring that to gigabytes per second (measured on JDK 25).
final class CipherWarmUp {
  private static final int CALLS = 12_000;
  private static final int BYTES = 512;

  private CipherWarmUp() {}

  /// Starts once per process and returns at once.
  static void start() {
    Once.begin();
  }

  private static final class Once {
    static {
      Thread.ofPlatform().daemon().name("tunnel-warm-up").start(Once::warmUp);
    }

    static void begin() {}

    private static void warmUp() {
      try {
        SecretKey key = new SecretKeySpec(new byte[32], "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] plain = new byte[BYTES];
        byte[] wire = new byte[BYTES + Limits.TAG];
        for (int i = 0; i < CALLS; i++) {
          cipher.init(Cipher.ENCRYPT_MODE, key, FrameSealer.nonce(i));
          cipher.doFinal(plain, 0, BYTES, wire, 0);
          cipher.init(Cipher.DECRYPT_MODE, key, FrameSealer.nonce(i));
          cipher.doFinal(wire, 0, wire.length, plain, 0);
        }
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java lacks AES-GCM", e);
      }
    }
  }
}
