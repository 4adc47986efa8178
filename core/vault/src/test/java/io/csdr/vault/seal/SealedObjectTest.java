package io.csdr.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.VaultException;
import io.csdr.vault.seal.SealedObject.Kind;
import io.csdr.vault.seal.SealedObject.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedObjectTest {
  private static final byte[] VAULT = new byte[16];
  private static final byte[] KEY = new byte[32];
  private static final byte[] PLAIN = "a commit".getBytes(StandardCharsets.UTF_8);
  private static final Place HERE = new Place(Kind.COMMIT, "c/here", VAULT);

  @Test
  void theKnownAnswersAreRight() {
    SelfTest.run();
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void whatWasSealedOpensInItsPlaceOnly(Suite suite) {
    byte[] object = SealedObject.seal(HERE, suite, 7, KEY, PLAIN);
    assertThat(
            SealedObject.open(
                HERE,
                object,
                epoch -> {
                  assertThat(epoch).isEqualTo(7);
                  return KEY;
                }))
        .isEqualTo(PLAIN);
    byte[] otherVault = VAULT.clone();
    otherVault[0] = 1;
    byte[] otherKey = KEY.clone();
    otherKey[31] = 1;
    corrupt(new Place(Kind.COMMIT, "c/there", VAULT), object, KEY);
    corrupt(new Place(Kind.RUN, "c/here", VAULT), object, KEY);
    corrupt(new Place(Kind.COMMIT, "c/here", otherVault), object, KEY);
    corrupt(HERE, object, otherKey);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void noAlteredOrMissingByteGoesUnnoticed(Suite suite) {
    byte[] object = SealedObject.seal(HERE, suite, 1, KEY, PLAIN);
    for (int bit = 0; bit < object.length * 8; bit++) {
      byte[] altered = object.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> SealedObject.open(HERE, altered, epoch -> KEY))
          .as("bit " + bit)
          .isInstanceOfAny(VaultException.Corrupt.class, VaultException.TooNew.class);
    }
    for (int length = 0; length < object.length; length++) {
      corrupt(HERE, Arrays.copyOf(object, length), KEY);
    }
    corrupt(HERE, Arrays.copyOf(object, object.length + 1), KEY);
  }

  @Test
  void twoSealingsOfTheSameDiffer() {
    assertThat(SealedObject.seal(HERE, Suite.AES_256_GCM, 1, KEY, PLAIN))
        .isNotEqualTo(SealedObject.seal(HERE, Suite.AES_256_GCM, 1, KEY, PLAIN));
  }

  @Test
  void anUnknownSuiteIsTooNew() {
    byte[] object = SealedObject.seal(HERE, Suite.AES_256_GCM, 1, KEY, PLAIN);
    object[5] = 3;
    assertThatThrownBy(() -> SealedObject.open(HERE, object, epoch -> KEY))
        .isInstanceOf(VaultException.TooNew.class)
        .hasMessageContaining("suite 3");
  }

  private static void corrupt(Place place, byte[] object, byte[] key) {
    assertThatThrownBy(() -> SealedObject.open(place, object, epoch -> key))
        .isInstanceOf(VaultException.Corrupt.class);
  }
}
