package io.csdr.cli.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.VaultId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryPhraseTest {
  private static final VaultId VAULT =
      VaultId.parse("0123456789abcdef0123456789abcdef").orElseThrow();

  /// Test vectors of BIP-39 (entropy of 256 bits and its phrase).
  @ParameterizedTest
  @CsvSource({
    "0000000000000000000000000000000000000000000000000000000000000000,"
        + "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
        + " abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
        + " abandon art",
    "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f,"
        + "legal winner thank year wave sausage worth useful legal winner thank year wave sausage"
        + " worth useful legal winner thank year wave sausage worth title",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
        + "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo"
        + " zoo vote",
    "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c,"
        + "hamster diagram private dutch cause delay private meat slide toddler razor book happy"
        + " fancy gospel tennis maple dilemma loan word shrug inflict delay length"
  })
  void agreesWithTheStandard(String entropy, String phrase) {
    KeyFile key = RecoveryPhrase.parse(phrase, VAULT).orElseThrow();

    assertThat(key.toText()).contains("key: " + entropy + "\n").contains("vault: " + VAULT + "\n");
    assertThat(String.join(" ", RecoveryPhrase.of(key))).isEqualTo(phrase);
  }

  @RepeatedTest(20)
  void anyKeyComesBack() {
    KeyFile key = KeyFile.random(VAULT);

    assertThat(RecoveryPhrase.parse(String.join(" ", RecoveryPhrase.of(key)), VAULT))
        .hasValueSatisfying(same -> assertThat(same.toText()).isEqualTo(key.toText()));
  }

  @Test
  void numbersLinesAndCapitalsDoNotMatter() {
    List<String> words = RecoveryPhrase.of(KeyFile.random(VAULT));
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      typed.append(i + 1).append(". ").append(words.get(i).toUpperCase(java.util.Locale.ROOT));
      typed.append(i % 6 == 5 ? "\r\n" : "   ");
    }

    assertThat(RecoveryPhrase.parse(typed.toString(), VAULT)).isPresent();
  }

  @Test
  void aWrongMissingOrSwappedWordIsNoticed() {
    List<String> words =
        List.of(
            ("hamster diagram private dutch cause delay private meat slide toddler razor book happy"
                    + " fancy gospel tennis maple dilemma loan word shrug inflict delay length")
                .split(" ", -1));
    List<String> wrong = new ArrayList<>(words);
    wrong.set(3, "abandon");
    List<String> unknown = new ArrayList<>(words);
    unknown.set(3, "xyzzy");
    List<String> swapped = new ArrayList<>(words);
    swapped.set(0, words.get(1));
    swapped.set(1, words.get(0));

    assertThat(RecoveryPhrase.parse(String.join(" ", wrong), VAULT)).isEmpty();
    assertThat(RecoveryPhrase.parse(String.join(" ", unknown), VAULT)).isEmpty();
    assertThat(RecoveryPhrase.parse(String.join(" ", swapped), VAULT)).isEmpty();
    assertThat(RecoveryPhrase.parse(String.join(" ", words.subList(0, 23)), VAULT)).isEmpty();
    assertThat(RecoveryPhrase.parse("correct horse battery staple", VAULT)).isEmpty();
  }
}
