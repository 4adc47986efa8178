package io.csdr.vault.key;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.seal.Aead;
import io.csdr.vault.seal.Hkdf;
import io.csdr.vault.seal.Suite;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// One slot object (`docs/format.md` section 4): the key ring, wrapped by one key.
final class KeySlot {
  static final String PREFIX = "keys/";
  static final int MOST_BYTES = 60 + 200 + 4096 + 4096;

  private static final String MAGIC = "CSDRKEY1";
  private static final int MOST_LABEL = 200;
  private static final int MOST_PART = 4096;
  private static final int WRAP_AES_GCM = 1;
  private static final byte[] FILE_INFO = "csdr1 key file".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final VaultId vault;
  private final SlotInfo info;
  private final int wrap;
  private final byte[] parameters;
  private final byte[] wrapped;
  private final byte[] bound;

  private KeySlot(VaultId vault, SlotInfo info, int wrap, byte[] parameters, Sealed sealed) {
    this.vault = vault;
    this.info = info;
    this.wrap = wrap;
    this.parameters = parameters;
    this.wrapped = sealed.wrapped;
    this.bound = sealed.bound;
  }

  /// The wrapped key ring and everything before it.
  @SuppressWarnings("ArrayRecordComponent")
  private record Sealed(byte[] wrapped, byte[] bound) {}

  /// Makes a slot object for the ring.
  static byte[] make(RandomId id, KeyRing ring, KeyMaterial key, String label, Instant now) {
    byte[] labelBytes = label.getBytes(StandardCharsets.UTF_8);
    if (labelBytes.length > MOST_LABEL) {
      throw new IllegalArgumentException("the label is longer than " + MOST_LABEL + " bytes");
    }
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    ByteWriter parameters = new ByteWriter(32).raw(salt);
    SlotKind kind =
        switch (key) {
          case KeyFile file -> SlotKind.KEY_FILE;
          case Passphrase passphrase -> {
            PassphraseCost.DEFAULT.write(parameters);
            yield SlotKind.PASSPHRASE;
          }
        };
    byte[] plain = ring.encode();
    byte[] bound =
        new ByteWriter(256)
            .text(MAGIC)
            .raw(ring.vault().toBytes())
            .raw(id.toBytes())
            .u8(kind.code())
            .u8(WRAP_AES_GCM)
            .u16(0)
            .u64(now.toEpochMilli())
            .u16(labelBytes.length)
            .u16(parameters.length())
            .u32(plain.length + Aead.TAG_BYTES)
            .raw(labelBytes)
            .raw(parameters.toBytes())
            .toBytes();
    byte[] kek =
        switch (key) {
          case KeyFile file -> Hkdf.derive(file.secret(), salt, FILE_INFO);
          case Passphrase passphrase -> PassphraseCost.DEFAULT.derive(passphrase, salt);
        };
    byte[] wrapped = new Aead(Suite.AES_256_GCM).seal(Aead.Use.once(kek, bound), plain);
    return new ByteWriter(bound.length + wrapped.length).raw(bound).raw(wrapped).toBytes();
  }

  /// Parses a slot object that lies at `keys/<id>`.
  static KeySlot parse(RandomId id, byte[] object) {
    ByteReader in = new ByteReader(object, PREFIX + id);
    in.magic(MAGIC);
    VaultId vault = VaultId.read(in);
    if (!RandomId.read(in).equals(id)) {
      throw in.corrupt("it is another slot that was moved here");
    }
    SlotKind kind = SlotKind.of(in.u8());
    int wrap = in.u8();
    in.skip(2);
    Instant created = Instant.ofEpochMilli(in.u64());
    int labelLength = in.u16();
    int parameterLength = in.u16();
    int wrappedLength = in.count(MOST_PART);
    if (labelLength > MOST_LABEL || parameterLength > MOST_PART) {
      throw in.corrupt("a part is too long");
    }
    String label = in.text(labelLength);
    byte[] parameters = in.raw(parameterLength);
    byte[] bound = Arrays.copyOf(object, object.length - in.left());
    byte[] wrapped = in.raw(wrappedLength);
    in.end();
    SlotInfo info = new SlotInfo(id.toString(), kind, label, created);
    return new KeySlot(vault, info, wrap, parameters, new Sealed(wrapped, bound));
  }

  VaultId vault() {
    return vault;
  }

  SlotInfo info() {
    return info;
  }

  /// The key ring, or empty when this key does not open this slot.
  Optional<KeyRing> open(KeyMaterial key) {
    if (wrap != WRAP_AES_GCM || wrapped.length < Aead.TAG_BYTES) {
      return Optional.empty();
    }
    ByteReader in = new ByteReader(parameters, "slot " + info.id());
    byte[] kek;
    switch (key) {
      case KeyFile file -> {
        if (info.kind() != SlotKind.KEY_FILE || !file.vault().equals(vault)) {
          return Optional.empty();
        }
        kek = Hkdf.derive(file.secret(), in.raw(16), FILE_INFO);
      }
      case Passphrase passphrase -> {
        if (info.kind() != SlotKind.PASSPHRASE) {
          return Optional.empty();
        }
        byte[] salt = in.raw(16);
        kek = PassphraseCost.read(in).derive(passphrase, salt);
      }
    }
    in.end();
    byte[] plain = new byte[wrapped.length - Aead.TAG_BYTES];
    Aead.Use use = Aead.Use.once(kek, bound);
    if (!new Aead(Suite.AES_256_GCM).open(use, new Aead.Span(wrapped), plain, 0)) {
      return Optional.empty();
    }
    return Optional.of(KeyRing.decode(vault, plain));
  }
}
