package io.csdr.vault.seal;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// HKDF-SHA-256 with 32 bytes of output.
public final class Hkdf {
  /// Of every JDK. Without a name all providers on the class path are loaded, which takes a while.
  private static final String PROVIDER = "SunJCE";

  private Hkdf() {}

  /// Derives a key from a secret, a salt and an info string.
  public static byte[] derive(byte[] secret, byte[] salt, byte[] info) {
    try {
      return KDF.getInstance("HKDF-SHA256", PROVIDER)
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(salt)
                  .thenExpand(info, Aead.KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HKDF-SHA256", e);
    }
  }
}
