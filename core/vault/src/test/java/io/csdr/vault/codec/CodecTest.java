package io.csdr.vault.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.VaultException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CodecTest {

  private static byte[] mixed(long seed, int length, int noisy) {
    byte[] bytes = new byte[length];
    Random random = new Random(seed);
    for (int i = 0; i < length; i++) {
      bytes[i] = random.nextInt(100) < noisy ? (byte) random.nextInt() : (byte) 'a';
    }
    return bytes;
  }

  @Property(tries = 300)
  void everyLevelBringsTheBytesBack(
      @ForAll Level level,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 200_000) int length,
      @ForAll @IntRange(max = 100) int noisy) {
    byte[] bytes = mixed(seed, length, noisy);
    byte[] framed = new byte[length + 3];
    System.arraycopy(bytes, 0, framed, 2, length);
    try (Compressor compressor = new Compressor(level)) {
      Compressor.Stored stored = compressor.compress(framed, 2, length);
      assertThat(stored.length()).isLessThanOrEqualTo(length);
      assertThat(Decompressor.decompress(stored, length, "it")).isEqualTo(bytes);
    }
  }

  @Test
  void whatDoesNotShrinkIsStoredAsItIs() {
    byte[] noise = mixed(1, 100_000, 100);
    byte[] text = mixed(1, 100_000, 10);
    try (Compressor max = new Compressor(Level.MAX);
        Compressor none = new Compressor(Level.NONE)) {
      assertThat(max.compress(noise, 0, noise.length).codec()).isEqualTo(Codec.RAW);
      assertThat(max.compress(text, 0, text.length).codec()).isEqualTo(Codec.ZSTD);
      assertThat(none.compress(text, 0, text.length).codec()).isEqualTo(Codec.RAW);
    }
  }

  @Test
  void outputNeverGrowsBeyondTheAnnouncedLength() {
    byte[] zeros = new byte[4 << 20];
    try (Compressor compressor = new Compressor(Level.FAST)) {
      Compressor.Stored bomb = compressor.compress(zeros, 0, zeros.length);
      assertThat(bomb.length()).isLessThan(1000);
      for (int announced : new int[] {1, 1000, zeros.length - 1, zeros.length + 1}) {
        assertThatThrownBy(() -> Decompressor.decompress(bomb, announced, "bomb"))
            .isInstanceOf(VaultException.Corrupt.class);
      }
    }
  }

  @Test
  void garbageDoesNotDecompress() {
    byte[] noise = mixed(2, 500, 100);
    Compressor.Stored stored = new Compressor.Stored(Codec.ZSTD, noise, 0, noise.length);
    assertThatThrownBy(() -> Decompressor.decompress(stored, 1000, "garbage"))
        .isInstanceOf(VaultException.Corrupt.class)
        .hasMessageContaining("garbage");
    byte[] two = Arrays.copyOf(noise, 2);
    assertThatThrownBy(
            () -> Decompressor.decompress(new Compressor.Stored(Codec.RAW, two, 0, 2), 3, "raw"))
        .isInstanceOf(VaultException.Corrupt.class);
  }

  @Test
  void anUnknownCodecIsTooNew() {
    assertThatThrownBy(() -> Codec.of(2, "blob")).isInstanceOf(VaultException.TooNew.class);
  }
}
