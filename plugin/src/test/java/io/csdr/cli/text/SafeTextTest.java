package io.csdr.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void namesCannotCommandTheTerminal() {
    assertThat(SafeText.of("a\u001b[2Jb\u009b31mc\rd\u007f"))
        .isEqualTo("a\\x1b[2Jb\\x9b31mc\\x0dd\\x7f");
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(SafeText.of("größe\t漢字\n")).isEqualTo("größe\t漢字\n");
  }
}
