package io.csdr.mover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.mover.MoverArguments.Address;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoverArgumentsTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  private static MoverArguments parse(String line) {
    return MoverArguments.parse(line.replace("KEY", KEY).split(" "));
  }

  @Test
  void aPortOrASocketIsListenedOn() {
    MoverArguments port = parse("--run r1 --host-key KEY --listen 7411");
    assertThat(port.run()).isEqualTo("r1");
    assertThat(port.hostKey()).isEqualTo(new byte[32]);
    assertThat(port.address()).isEqualTo(new Address.Port(7411));
    assertThat(parse("--listen /tmp/s --host-key KEY --run r1").address())
        .isEqualTo(new Address.Socket(Path.of("/tmp/s")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--run r1",
        "--run r1 --host-key KEY",
        "--run r1 --host-key KEY --listen",
        "--run r1 --host-key KEY --listen 0",
        "--run r1 --host-key KEY --listen 65536",
        "--run r1 --host-key KEY --listen socket",
        "--run r1 --host-key AAAA --listen 1",
        "--run r1 --host-key ! --listen 1",
        "--run r1 --run r2 --listen 1",
        "--run r1 --host-key KEY --listen 1 --vault /v"
      })
  void anythingElseIsRefused(String line) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
