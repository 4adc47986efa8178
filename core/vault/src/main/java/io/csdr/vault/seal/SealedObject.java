package io.csdr.vault.seal;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.IntFunction;

/// The envelope of index segments, commits, run records and tombstones (`docs/format.md` section 2).
public final class SealedObject {
  private static final int FORMAT = 1;
  private static final int HEADER = 32;
  private static final byte[] INFO = "csdr1 object".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  private SealedObject() {}

  /// What kind of object an envelope holds, and how many sealed bytes it may have.
  public enum Kind {
    INDEX("CSDI", 64 << 20),
    COMMIT("CSDC", 16 << 20),
    RUN("CSDJ", 2 << 20),
    TOMBSTONES("CSDT", 2 << 20);

    private final String magic;
    private final int most;

    Kind(String magic, int most) {
      this.magic = magic;
      this.most = most;
    }

    /// The longest object of this kind in bytes.
    public int maxBytes() {
      return HEADER + most;
    }
  }

  /// Where an envelope belongs: its kind, its key in the store, and the 16 bytes of the vault's id.
  @SuppressWarnings("ArrayRecordComponent")
  public record Place(Kind kind, String key, byte[] vault) {}

  /// Seals a body under the class key of `epoch`.
  public static byte[] seal(Place place, Suite suite, int epoch, byte[] classKey, byte[] plain) {
    int sealedLength = plain.length + Aead.TAG_BYTES;
    if (sealedLength > place.kind.most) {
      throw new IllegalArgumentException(
          place.key + ": " + plain.length + " bytes are more than this kind of object may have");
    }
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    byte[] header =
        new ByteWriter(HEADER)
            .text(place.kind.magic)
            .u8(FORMAT)
            .u8(suite.code())
            .u16(0)
            .u32(epoch)
            .u32(sealedLength)
            .raw(salt)
            .toBytes();
    byte[] object = Arrays.copyOf(header, HEADER + sealedLength);
    new Aead(suite)
        .seal(
            use(place, header, classKey, salt), new byte[0], new Aead.Span(plain), object, HEADER);
    return object;
  }

  /// Opens an envelope with the class key of the epoch that it names.
  ///
  /// @throws VaultException.Corrupt when it was altered, truncated, moved or made with another key
  /// @throws VaultException.TooNew when its format or suite is unknown
  public static byte[] open(Place place, byte[] object, IntFunction<byte[]> classKey) {
    ByteReader in = new ByteReader(object, place.key);
    in.magic(place.kind.magic);
    int format = in.u8();
    if (format != FORMAT) {
      throw new VaultException.TooNew(place.key + " has format " + format);
    }
    Suite suite = Suite.of(in.u8(), place.key);
    in.skip(2);
    int epoch = in.u32();
    int sealedLength = in.count(place.kind.most);
    byte[] salt = in.raw(16);
    if (sealedLength != in.left() || sealedLength < Aead.TAG_BYTES) {
      throw in.corrupt(in.left() + " bytes where " + sealedLength + " are announced");
    }
    byte[] header = Arrays.copyOf(object, HEADER);
    byte[] plain = new byte[sealedLength - Aead.TAG_BYTES];
    Aead.Use use = use(place, header, classKey.apply(epoch), salt);
    if (!new Aead(suite).open(use, new Aead.Span(object, HEADER, sealedLength), plain, 0)) {
      throw in.corrupt("it was altered or moved, or belongs to another vault");
    }
    return plain;
  }

  private static Aead.Use use(Place place, byte[] header, byte[] classKey, byte[] salt) {
    byte[] aad =
        new ByteWriter(HEADER + 16 + place.key.length())
            .raw(header)
            .raw(place.vault)
            .text(place.key)
            .toBytes();
    return Aead.Use.once(Hkdf.derive(classKey, salt, INFO), aad);
  }
}
