package io.csdr.vault.pack;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.seal.Suite;
import java.util.Arrays;

/// The first 64 bytes of a pack, in clear.
public record PackHeader(RandomId vault, PackId id, PackKind kind, Suite suite, int epoch) {
  private static final String MAGIC = "CSDRPAK1";
  private static final int FORMAT = 1;
  private static final int CHECKED = 60;

  byte[] encode() {
    byte[] body =
        new ByteWriter(PackFormat.HEADER)
            .text(MAGIC)
            .u8(FORMAT)
            .u8(suite.code())
            .u8(kind.code())
            .u8(0)
            .u32(epoch)
            .raw(vault.toBytes())
            .raw(id.toBytes())
            .zeros(12)
            .toBytes();
    return new ByteWriter(PackFormat.HEADER)
        .raw(body)
        .u32(PackFormat.crc(body, 0, CHECKED))
        .toBytes();
  }

  /// Parses the header of the pack at `key`.
  ///
  /// @throws VaultException.Corrupt when it is malformed
  /// @throws VaultException.TooNew when its format or suite is unknown
  static PackHeader decode(byte[] bytes, String key) {
    ByteReader in = new ByteReader(Arrays.copyOf(bytes, PackFormat.HEADER), key);
    in.magic(MAGIC);
    int format = in.u8();
    if (format != FORMAT) {
      throw new VaultException.TooNew(key + " has format " + format);
    }
    Suite suite = Suite.of(in.u8(), key);
    PackKind kind = PackKind.read(in);
    in.skip(1);
    int epoch = in.u32();
    RandomId vault = RandomId.read(in);
    PackId id = PackId.read(in);
    in.skip(12);
    if (in.u32() != PackFormat.crc(bytes, 0, CHECKED)) {
      throw in.corrupt("the header's checksum is wrong");
    }
    return new PackHeader(vault, id, kind, suite, epoch);
  }
}
