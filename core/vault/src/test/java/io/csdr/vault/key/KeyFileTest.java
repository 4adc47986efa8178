package io.csdr.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private final KeyFile file = KeyFile.random(VaultId.random());

  @Test
  void theTextBringsTheKeyBack() {
    KeyFile again = KeyFile.parse(file.toText());
    assertThat(again.vault()).isEqualTo(file.vault());
    assertThat(again.secret()).isEqualTo(file.secret());
    assertThat(KeyFile.parse(file.toText().replace("\n", "\r\n\r\n")).secret())
        .isEqualTo(file.secret());
  }

  @Test
  void everyTypingMistakeInTheKeyIsNoticed() {
    String text = file.toText();
    int from = text.indexOf("key: ") + 5;
    for (int at = from; at < from + 64; at++) {
      char other = text.charAt(at) == '0' ? '1' : '0';
      String altered = text.substring(0, at) + other + text.substring(at + 1);
      assertThatThrownBy(() -> KeyFile.parse(altered))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("check");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "csdr-key-1",
        "csdr-key-2\nvault: 00",
        "-----BEGIN PRIVATE KEY-----",
        "\u0000"
      })
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> KeyFile.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingPrintsTheSecret() {
    String digits =
        file.toText().lines().filter(l -> l.startsWith("key: ")).findFirst().orElseThrow();
    String secret = digits.substring(5);
    assertThat(file.toString()).doesNotContain(secret).doesNotContain(secret.substring(0, 8));
    assertThat(new Passphrase("secret").toString()).doesNotContain("secret");
    assertThatThrownBy(() -> KeyFile.parse(file.toText().replace(secret, secret + "0")))
        .message()
        .doesNotContain(secret.substring(0, 8));
    OwnedKeys keys = OwnedKeys.random(file.vault());
    assertThat(keys.toString()).isEqualTo("OwnedKeys[" + file.vault() + "]");
    assertThat(keys.grant().toString()).isEqualTo("Grant[" + file.vault() + "]");
  }
}
