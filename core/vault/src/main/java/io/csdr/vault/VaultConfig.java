package io.csdr.vault;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.bytes.Fields;
import io.csdr.vault.chunk.ChunkSizes;
import io.csdr.vault.key.OwnedKeys;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.seal.Aead;
import io.csdr.vault.seal.Hkdf;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The configuration object (`docs/format.md` section 3). Its clear part is read before any key is known,
/// its sealed part afterwards.
final class VaultConfig {
  static final String KEY = "config";
  static final int BLOCK_SIZE = 1 << 20;

  private static final String MAGIC = "CSDRVLT1";
  private static final int FORMAT = 1;
  private static final int ID_HMAC_SHA256 = 1;
  private static final int CLEAR = 72;
  private static final int MOST_SEALED = 64 << 10;
  private static final int MOST_LABEL = 200;
  // The feature bits that this program knows: format 1 defines none.
  private static final long KNOWN_READ = 0;
  private static final long KNOWN_WRITE = 0;
  private static final byte[] INFO = "csdr1 object".getBytes(StandardCharsets.US_ASCII);

  private final Clear clear;
  private final byte[] object;
  private final String key;

  private VaultConfig(Clear clear, byte[] object, String key) {
    this.clear = clear;
    this.object = object;
    this.key = key;
  }

  /// What anybody can read.
  record Clear(int generation, VaultId vault, Suite suite, long read, long write, int epoch) {}

  /// What only the owner can read.
  record Body(Instant created, ChunkSizes chunks, int blockSize, String label) {}

  /// Makes the object of one generation.
  static byte[] make(Clear clear, Body body, OwnedKeys keys) {
    if (body.label.getBytes(StandardCharsets.UTF_8).length > MOST_LABEL) {
      throw new IllegalArgumentException("the label is longer than " + MOST_LABEL + " bytes");
    }
    byte[] plain =
        new Fields.Writer()
            .time(1, body.created)
            .u32(2, body.chunks.min())
            .u32(3, body.chunks.average())
            .u32(4, body.chunks.max())
            .u32(5, body.blockSize)
            .text(6, body.label)
            .toBytes();
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    byte[] header =
        new ByteWriter(CLEAR)
            .text(MAGIC)
            .u16(FORMAT)
            .u8(clear.suite.code())
            .u8(ID_HMAC_SHA256)
            .u32(clear.generation)
            .raw(clear.vault.toBytes())
            .u64(clear.read)
            .u64(clear.write)
            .u32(clear.epoch)
            .u32(plain.length + Aead.TAG_BYTES)
            .raw(salt)
            .toBytes();
    Aead.Use use = use(header, keyOf(clear.generation), keys.configKey(clear.epoch));
    byte[] sealed = new Aead(clear.suite).seal(use, plain);
    return new ByteWriter(CLEAR + sealed.length).raw(header).raw(sealed).toBytes();
  }

  /// Where a generation lies.
  static String keyOf(int generation) {
    return generation == 0 ? KEY : KEY + ".g" + generation;
  }

  /// Reads the clear part of the highest generation.
  ///
  /// @throws VaultException.NoVault when there is none
  /// @throws VaultException.TooNew when reading it takes more than this program knows
  static VaultConfig load(Store store) {
    List<StoredObject> found = new ArrayList<>();
    store.list(KEY, found::add);
    StoredObject highest = null;
    int generation = -1;
    for (StoredObject object : found) {
      int of = generationOf(object.key());
      if (of > generation) {
        generation = of;
        highest = object;
      }
    }
    if (highest == null) {
      throw new VaultException.NoVault("there is no vault here: the object config is missing");
    }
    if (highest.size() > CLEAR + MOST_SEALED) {
      throw new VaultException.Corrupt(highest.key() + " is too long for a configuration");
    }
    byte[] object = store.read(highest.key(), 0, (int) highest.size());
    return parse(object, highest.key(), generation);
  }

  private static VaultConfig parse(byte[] object, String key, int generation) {
    ByteReader in = new ByteReader(object, key);
    in.magic(MAGIC);
    int format = in.u16();
    if (format != FORMAT) {
      throw new VaultException.TooNew(
          "the vault has format " + format + "; this version of csdr reads format " + FORMAT);
    }
    Suite suite = Suite.of(in.u8(), "the vault");
    int idAlgorithm = in.u8();
    if (idAlgorithm != ID_HMAC_SHA256) {
      throw new VaultException.TooNew("the vault has id algorithm " + idAlgorithm);
    }
    if (in.u32() != generation) {
      throw in.corrupt("it is another generation that was moved here");
    }
    Clear clear = new Clear(generation, VaultId.read(in), suite, in.u64(), in.u64(), in.u32());
    int length = in.count(MOST_SEALED);
    in.skip(16);
    if (in.left() != length || length < Aead.TAG_BYTES) {
      throw in.corrupt(in.left() + " sealed bytes where " + length + " are announced");
    }
    long unknown = clear.read & ~KNOWN_READ;
    if (unknown != 0) {
      throw new VaultException.TooNew(
          "reading this vault takes features that this version of csdr does not have: "
              + Long.toHexString(unknown));
    }
    return new VaultConfig(clear, object, key);
  }

  Clear clear() {
    return clear;
  }

  /// Throws when this program must not write or delete anything.
  void requireWritable() {
    long unknown = clear.write & ~KNOWN_WRITE;
    if (unknown != 0) {
      throw new VaultException.TooNew(
          "writing to this vault takes features that this version of csdr does not have: "
              + Long.toHexString(unknown));
    }
  }

  /// Opens the sealed part.
  ///
  /// @throws VaultException.Corrupt when any byte of the object was altered
  Body open(OwnedKeys keys) {
    byte[] header = Arrays.copyOf(object, CLEAR);
    byte[] plain = new byte[object.length - CLEAR - Aead.TAG_BYTES];
    Aead.Use use = use(header, key, keys.configKey(clear.epoch));
    Aead.Span sealed = new Aead.Span(object, CLEAR, object.length - CLEAR);
    if (!new Aead(clear.suite).open(use, sealed, plain, 0)) {
      throw new VaultException.Corrupt(key + " was altered");
    }
    Fields fields = Fields.parse(plain, key);
    try {
      ChunkSizes chunks = new ChunkSizes(fields.u32(2), fields.u32(3), fields.u32(4));
      return new Body(fields.time(1), chunks, fields.u32(5), fields.text(6));
    } catch (IllegalArgumentException e) {
      throw new VaultException.Corrupt(key + " has impossible chunk sizes", e);
    }
  }

  private static Aead.Use use(byte[] header, String key, byte[] configKey) {
    byte[] salt = Arrays.copyOfRange(header, CLEAR - 16, CLEAR);
    byte[] aad = new ByteWriter(CLEAR + 16).raw(header).text(key).toBytes();
    return Aead.Use.once(Hkdf.derive(configKey, salt, INFO), aad);
  }

  private static int generationOf(String key) {
    if (key.equals(KEY)) {
      return 0;
    }
    String prefix = KEY + ".g";
    boolean is =
        key.startsWith(prefix) && key.substring(prefix.length()).matches("[1-9][0-9]{0,8}");
    return is ? Integer.parseInt(key.substring(prefix.length())) : -1;
  }
}
