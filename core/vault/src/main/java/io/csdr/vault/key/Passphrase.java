package io.csdr.vault.key;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// A passphrase; compared in Unicode NFC, so that it does not depend on the keyboard.
public final class Passphrase implements KeyMaterial {
  private final byte[] utf8;

  /// @throws IllegalArgumentException when it is empty
  public Passphrase(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the passphrase is empty");
    }
    this.utf8 = Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  byte[] utf8() {
    return utf8;
  }

  @Override
  public String toString() {
    return "Passphrase[…]";
  }
}
