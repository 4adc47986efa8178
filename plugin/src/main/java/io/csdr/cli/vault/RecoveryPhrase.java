package io.csdr.cli.vault;

import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.VaultId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A key file's 32 bytes as 24 English words that can be written on paper: the words of BIP-39, eleven
/// bits each, the last eight bits being the first byte of the SHA-256 of the others.
public final class RecoveryPhrase {
  /// How many words a phrase has.
  public static final int WORDS = 24;

  private static final int BITS_PER_WORD = 11;
  private static final BigInteger WORD_MASK = BigInteger.valueOf((1 << BITS_PER_WORD) - 1);
  private static final int KEY_BYTES = 32;
  private static final List<String> LIST = list();

  private RecoveryPhrase() {}

  /// The phrase of a key file.
  public static List<String> of(KeyFile key) {
    byte[] secret = HexFormat.of().parseHex(line(key.toText(), "key"));
    byte[] checked = Arrays.copyOf(secret, KEY_BYTES + 1);
    checked[KEY_BYTES] = sha256(secret)[0];
    BigInteger bits = new BigInteger(1, checked);
    List<String> words = new ArrayList<>();
    for (int i = WORDS - 1; i >= 0; i--) {
      words.add(LIST.get(bits.shiftRight(i * BITS_PER_WORD).and(WORD_MASK).intValue()));
    }
    return words;
  }

  /// The key that a phrase stands for; empty when the text is no phrase or a word is wrong. Case, line
  /// breaks and numbers in front of the words do not matter.
  public static Optional<KeyFile> parse(String text, VaultId vault) {
    List<String> words =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+", -1))
            .filter(word -> !word.isEmpty())
            .toList();
    if (words.size() != WORDS) {
      return Optional.empty();
    }
    BigInteger bits = BigInteger.ZERO;
    for (String word : words) {
      int number = LIST.indexOf(word);
      if (number < 0) {
        return Optional.empty();
      }
      bits = bits.shiftLeft(BITS_PER_WORD).or(BigInteger.valueOf(number));
    }
    byte[] checked = fixed(bits, KEY_BYTES + 1);
    byte[] secret = Arrays.copyOf(checked, KEY_BYTES);
    return checked[KEY_BYTES] == sha256(secret)[0]
        ? Optional.of(KeyFile.parse(keyFile(vault, secret)))
        : Optional.empty();
  }

  /// The text of a key file, as `docs/format.md` section 4 defines it.
  private static String keyFile(VaultId vault, byte[] secret) {
    byte[] both = Arrays.copyOf(vault.toBytes(), vault.toBytes().length + KEY_BYTES);
    System.arraycopy(secret, 0, both, both.length - KEY_BYTES, KEY_BYTES);
    HexFormat hex = HexFormat.of();
    String check = hex.formatHex(sha256(both), 0, 4);
    return "csdr-key-1\nvault: %s\nkey: %s\ncheck: %s\n"
        .formatted(vault, hex.formatHex(secret), check);
  }

  private static byte[] fixed(BigInteger value, int length) {
    byte[] signed = value.toByteArray();
    byte[] bytes = new byte[length];
    int count = Math.min(signed.length, length);
    System.arraycopy(signed, signed.length - count, bytes, length - count, count);
    return bytes;
  }

  private static String line(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a key file without " + name));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  private static List<String> list() {
    try (InputStream in = RecoveryPhrase.class.getResourceAsStream("words.english")) {
      if (in == null) {
        throw new IllegalStateException("the list of words is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list of words", e);
    }
  }
}
