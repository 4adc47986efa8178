package io.csdr.vault.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final ChunkSizes SMALL = new ChunkSizes(256, 1024, 4096);

  private static byte[] key() {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    return key;
  }

  /// The top bytes of a linear congruential generator (Knuth's MMIX constants).
  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    long state = 12345;
    for (int i = 0; i < length; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      bytes[i] = (byte) (state >>> 56);
    }
    return bytes;
  }

  private static List<Integer> cuts(Chunker chunker, byte[] bytes) {
    List<Integer> lengths = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int length = chunker.cut(bytes, at, bytes.length - at);
      lengths.add(length);
      at += length;
    }
    return lengths;
  }

  /// Pinned: other boundaries would end deduplication with every existing vault. Computed by an
  /// independent program from docs/format.md.
  @Test
  void boundariesNeverChange() {
    assertThat(cuts(new Chunker(key(), SMALL), noise(20_000)))
        .containsExactly(
            1107, 1848, 1145, 1027, 1228, 1814, 1710, 1202, 1251, 1164, 1121, 1208, 1192, 340, 1264,
            1029, 350);
    assertThat(cuts(new Chunker(key(), SMALL), new byte[10_000])).containsExactly(4096, 4096, 1808);
    assertThat(cuts(new Chunker(key()), noise(8 << 20)))
        .containsExactly(1234399, 325960, 1731646, 1562697, 1065160, 1054847, 1180721, 233178);
  }

  @Test
  void anotherKeyCutsElsewhere() {
    byte[] other = key();
    other[31]++;
    assertThat(cuts(new Chunker(other, SMALL), noise(20_000)))
        .isNotEqualTo(cuts(new Chunker(key(), SMALL), noise(20_000)));
  }

  @Property(tries = 200)
  void chunksAreTheContentWithinTheLimits(
      @ForAll @IntRange(max = 60_000) int length,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int read)
      throws IOException {
    byte[] bytes = new byte[length];
    Random random = new Random(seed);
    random.nextBytes(bytes);
    Arrays.fill(bytes, length / 3, length / 2, (byte) 0);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    List<Integer> lengths = new ArrayList<>();
    long total =
        new ChunkStream(new Chunker(key(), SMALL))
            .drain(
                stuttering(bytes, read),
                (chunk, at, n) -> {
                  joined.write(chunk, at, n);
                  lengths.add(n);
                });
    assertThat(joined.toByteArray()).isEqualTo(bytes);
    assertThat(total).isEqualTo(length);
    assertThat(lengths).isEqualTo(cuts(new Chunker(key(), SMALL), bytes));
    for (int i = 0; i < lengths.size(); i++) {
      assertThat(lengths.get(i)).isBetween(i < lengths.size() - 1 ? SMALL.min() : 1, SMALL.max());
    }
  }

  @Property(tries = 100)
  void boundariesComeBackAfterAnInsertion(
      @ForAll long seed,
      @ForAll @IntRange(max = 20_000) int at,
      @ForAll @IntRange(min = 1, max = 3000) int inserted) {
    Random random = new Random(seed);
    byte[] before = new byte[80_000];
    random.nextBytes(before);
    byte[] added = new byte[inserted];
    random.nextBytes(added);
    byte[] after = new byte[before.length + inserted];
    System.arraycopy(before, 0, after, 0, at);
    System.arraycopy(added, 0, after, at, inserted);
    System.arraycopy(before, at, after, at + inserted, before.length - at);
    Chunker chunker = new Chunker(key(), SMALL);
    List<Integer> fromEnd = cuts(chunker, before).reversed();
    List<Integer> changed = cuts(chunker, after).reversed();
    assertThat(changed.subList(0, 10)).isEqualTo(fromEnd.subList(0, 10));
  }

  @Test
  void anEmptyStreamHasNoChunk() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    new ChunkStream(new Chunker(key()))
        .drain(InputStream.nullInputStream(), (chunk, at, n) -> lengths.add(n));
    assertThat(lengths).isEmpty();
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new ChunkSizes(256, 1000, 4096))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChunkSizes(2048, 1024, 4096))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChunkSizes(0, 1024, 4096))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Never gives more than `most` bytes at once.
  private static InputStream stuttering(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, most));
      }
    };
  }
}
