package io.csdr.vault.key;

import io.csdr.vault.seal.Aead;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// 32 random bytes for one vault, kept as a small text file (`docs/format.md` section 4).
public final class KeyFile implements KeyMaterial {
  /// A longer text is no key file.
  public static final int MAX_CHARS = 4096;

  private static final String FIRST_LINE = "csdr-key-1";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final VaultId vault;
  private final byte[] secret;

  private KeyFile(VaultId vault, byte[] secret) {
    this.vault = vault;
    this.secret = secret;
  }

  /// A new key for the vault.
  public static KeyFile random(VaultId vault) {
    byte[] secret = new byte[Aead.KEY_BYTES];
    RANDOM.nextBytes(secret);
    return new KeyFile(vault, secret);
  }

  /// Parses a key file's text.
  ///
  /// @throws IllegalArgumentException when it is none; the message never repeats its content
  public static KeyFile parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "the key file is longer than " + MAX_CHARS + " characters");
    }
    Map<String, String> lines = new HashMap<>();
    boolean first = true;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (first) {
        if (!line.equals(FIRST_LINE)) {
          throw new IllegalArgumentException("the key file does not begin with " + FIRST_LINE);
        }
        first = false;
        continue;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        lines.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    VaultId vault =
        VaultId.parse(lines.getOrDefault("vault", ""))
            .orElseThrow(
                () -> new IllegalArgumentException("the key file has no valid vault line"));
    String key = lines.getOrDefault("key", "");
    if (!key.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("the key file has no valid key line");
    }
    KeyFile file = new KeyFile(vault, HexFormat.of().parseHex(key));
    if (!file.check().equals(lines.get("check"))) {
      throw new IllegalArgumentException("the key file was altered: its check does not match");
    }
    return file;
  }

  /// The text to keep, ending with a newline. It is the secret itself.
  public String toText() {
    return """
    # The key of a CSDR vault. Whoever has it can read every backup in the vault;
    # without it nobody can. Keep a copy away from this machine.
    csdr-key-1
    vault: %s
    key: %s
    check: %s
    """
        .formatted(vault, HexFormat.of().formatHex(secret), check());
  }

  /// Which vault it opens.
  public VaultId vault() {
    return vault;
  }

  byte[] secret() {
    return secret;
  }

  private String check() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(vault.toBytes());
      byte[] sum = digest.digest(secret);
      return HexFormat.of().formatHex(Arrays.copyOf(sum, 4));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "KeyFile[" + vault + "]";
  }
}
