package io.csdr.vault.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.codec.Compressor;
import io.csdr.vault.codec.Level;
import io.csdr.vault.seal.Suite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackTest {
  private static final byte[] KEY = new byte[32];
  private static final String AT = "p/00/pack";

  private final List<byte[]> contents = new ArrayList<>();

  PackTest() {
    for (int i = 0; i < 5; i++) {
      contents.add(("content " + i + " ").repeat(i * i + 1).getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte[] pack(Suite suite) throws InterruptedException {
    PackHeader header = new PackHeader(RandomId.random(), PackId.random(), PackKind.DATA, suite, 1);
    PackBuilder builder = new PackBuilder(header, KEY, 1 << 20, 64);
    EntrySealer sealer = new EntrySealer(suite);
    try (Compressor compressor = new Compressor(Level.FAST)) {
      for (int i = 0; i < contents.size(); i++) {
        byte[] plain = contents.get(i);
        EntrySealer.Blob blob =
            new EntrySealer.Blob(
                new BlobId(i, 0, 0, 0),
                1,
                plain.length,
                compressor.compress(plain, 0, plain.length));
        builder.fill(builder.reserve(blob), blob, sealer);
      }
    }
    PackBuilder.Finished finished = builder.finish();
    return Arrays.copyOf(finished.bytes(), finished.length());
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void footerAndScanFindEveryBlob(Suite suite) throws InterruptedException {
    PackScan scan = new PackScan(pack(suite), AT);
    List<BlobEntry> entries = scan.verify(KEY);
    assertThat(entries).hasSize(contents.size());
    for (int i = 0; i < contents.size(); i++) {
      assertThat(entries.get(i).id()).isEqualTo(new BlobId(i, 0, 0, 0));
      assertThat(scan.blob(KEY, entries.get(i))).isEqualTo(contents.get(i));
    }
    assertThat(scan.frames(KEY)).isEqualTo(entries);
  }

  @Test
  void aPackWithoutItsEndIsRecoveredFrameByFrame() throws InterruptedException {
    byte[] pack = pack(Suite.AES_256_GCM);
    List<BlobEntry> entries = new PackScan(pack, AT).footer(KEY);
    PackScan cut = new PackScan(Arrays.copyOf(pack, entries.get(3).end() + 20), AT);
    assertThatThrownBy(() -> cut.footer(KEY)).isInstanceOf(VaultException.Corrupt.class);
    assertThat(cut.frames(KEY)).isEqualTo(entries.subList(0, 4));
    assertThat(cut.blob(KEY, entries.get(2))).isEqualTo(contents.get(2));
    assertThatThrownBy(() -> cut.blob(KEY, entries.get(4)))
        .isInstanceOf(VaultException.Corrupt.class);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void noAlteredByteGoesUnnoticed(Suite suite) throws InterruptedException {
    byte[] pack = pack(suite);
    for (int at = 0; at < pack.length; at++) {
      byte[] altered = pack.clone();
      altered[at] ^= 0x10;
      assertThatThrownBy(() -> new PackScan(altered, AT).verify(KEY))
          .as("byte " + at)
          .isInstanceOfAny(VaultException.Corrupt.class, VaultException.TooNew.class);
    }
    for (int length = 0; length < pack.length; length++) {
      byte[] cut = Arrays.copyOf(pack, length);
      assertThatThrownBy(() -> new PackScan(cut, AT).verify(KEY))
          .isInstanceOf(VaultException.Corrupt.class);
    }
  }

  @Test
  void aFrameDoesNotOpenInAnotherPlace() throws InterruptedException {
    byte[] pack = pack(Suite.AES_256_GCM);
    List<BlobEntry> entries = new PackScan(pack, AT).footer(KEY);
    BlobEntry first = entries.getFirst();
    BlobEntry other =
        new BlobEntry(entries.get(1).id(), first.offset(), first.sealedLength(), first.form());
    assertThatThrownBy(() -> new PackScan(pack, AT).blob(KEY, other))
        .isInstanceOf(VaultException.Corrupt.class);
    BlobEntry longer =
        new BlobEntry(first.id(), first.offset(), first.sealedLength(), BlobEntry.form(99, 1, 0));
    assertThatThrownBy(() -> new PackScan(pack, AT).blob(KEY, longer))
        .isInstanceOf(VaultException.Corrupt.class);
    byte[] otherKey = KEY.clone();
    otherKey[0] = 1;
    assertThatThrownBy(() -> new PackScan(pack, AT).blob(otherKey, first))
        .isInstanceOf(VaultException.Corrupt.class);
  }
}
