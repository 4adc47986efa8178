package io.csdr.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.pack.PackId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DerivationTest {
  private static final VaultId VAULT = new VaultId(new RandomId(1, 2));

  /// A ring of epochs 1 and 3 whose master keys are all ones and all threes.
  private static OwnedKeys keys() {
    ByteWriter ring = new ByteWriter(80).u32(2);
    for (int epoch : new int[] {1, 3}) {
      ring.u32(epoch);
      for (int i = 0; i < 32; i++) {
        ring.u8(epoch);
      }
    }
    return new OwnedKeys(KeyRing.decode(VAULT, ring.toBytes()));
  }

  /// Pinned: a change would make every existing vault unreadable. Computed with Python's hmac module.
  @Test
  void derivedKeysNeverChange() {
    HexFormat hex = HexFormat.of();
    OwnedKeys keys = keys();
    PackId pack = new PackId(new RandomId(5, 6));
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    assertThat(hex.formatHex(keys.chunkerKey()))
        .isEqualTo("e05ece655e9a69f3201fa3af2ccea7845cde73a2c09f0070b4c1ba985e1a265b");
    assertThat(keys.idOf(abc, 0, 3).toString())
        .isEqualTo("3325a3e5b20d32e27f94add86207f80ab30af79bc28a805428a7380790d5d6a8");
    assertThat(hex.formatHex(keys.indexKey(3)))
        .isEqualTo("684016aaab5f563b84e71793a7c8e3dd81da5c4ec2c29024981d49a5e1672ae8");
    assertThat(hex.formatHex(keys.commitKey(1)))
        .isEqualTo("524f4f9523e8c6ace43fb1bb3b81db26b32b8dbd36ae36836a5324feca8e2c94");
    assertThat(hex.formatHex(keys.key(pack, 3, Purpose.READ)))
        .isEqualTo("5e24bd879fd8c0dea79fb7525d0d70bb5c3eb199fda765042e2fd1fd08ea0c75");
    assertThat(keys.hashOfName("n", 32)).isEqualTo("9f8c3e0dd119769e0c62b4e02843f037");
  }

  @Test
  void purposesAndPacksHaveKeysOfTheirOwn() {
    OwnedKeys keys = keys();
    PackId one = PackId.random();
    PackId two = PackId.random();
    List<byte[]> all =
        List.of(
            keys.chunkerKey(),
            keys.indexKey(1),
            keys.indexKey(3),
            keys.commitKey(3),
            keys.runKey(3),
            keys.configKey(3),
            keys.maintenanceKey(3),
            keys.key(one, 3, Purpose.WRITE),
            keys.key(one, 1, Purpose.WRITE),
            keys.key(two, 3, Purpose.WRITE));
    assertThat(all.stream().map(HexFormat.of()::formatHex)).doesNotHaveDuplicates();
  }

  @Test
  void theHighestEpochWritesAndUnknownOnesAreRefused() {
    assertThat(keys().epoch()).isEqualTo(3);
    assertThatThrownBy(() -> keys().indexKey(2)).isInstanceOf(VaultException.Corrupt.class);
  }

  @Test
  void aGrantSurvivesTheWireAndAsksForEachPack() {
    OwnedKeys owned = keys();
    Grant grant = Grant.decode(owned.grant().encode());
    PackId allowed = PackId.random();
    GrantedKeys granted =
        new GrantedKeys(
            grant,
            (pack, epoch, purpose) -> {
              if (!pack.equals(allowed)) {
                throw new PackKeys.PackDenied(pack, purpose);
              }
              return owned.key(pack, epoch, purpose);
            });
    byte[] bytes = {1, 2, 3};
    assertThat(granted.idOf(bytes, 0, 3)).isEqualTo(owned.idOf(bytes, 0, 3));
    assertThat(granted.chunkerKey()).isEqualTo(owned.chunkerKey());
    assertThat(granted.indexKey(1)).isEqualTo(owned.indexKey(1));
    assertThat(granted.epoch()).isEqualTo(3);
    assertThat(granted.key(allowed, 3, Purpose.READ))
        .isEqualTo(owned.key(allowed, 3, Purpose.READ));
    assertThatThrownBy(() -> granted.key(PackId.random(), 3, Purpose.READ))
        .isInstanceOf(PackKeys.PackDenied.class);
  }

  @Test
  void aMalformedGrantIsRefused() {
    byte[] wire = keys().grant().encode();
    for (int length = 0; length < wire.length; length++) {
      byte[] cut = Arrays.copyOf(wire, length);
      assertThatThrownBy(() -> Grant.decode(cut)).isInstanceOf(VaultException.Corrupt.class);
    }
  }
}
