package io.csdr.vault.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.csdr.vault.VaultException;
import java.util.Arrays;

/// Undoes [Compressor]. The output never grows beyond the announced length.
public final class Decompressor {
  private Decompressor() {}

  /// The plain bytes of a stored blob, exactly `plainLength` of them.
  ///
  /// @throws VaultException.Corrupt when the stored form does not say exactly that
  public static byte[] decompress(Compressor.Stored stored, int plainLength, String what) {
    return switch (stored.codec()) {
      case RAW -> {
        if (stored.length() != plainLength) {
          throw new VaultException.Corrupt(what + ": its stored length is wrong");
        }
        yield Arrays.copyOfRange(
            stored.bytes(), stored.offset(), stored.offset() + stored.length());
      }
      case ZSTD -> {
        byte[] plain = new byte[plainLength];
        long size;
        try {
          size =
              Zstd.decompressByteArray(
                  plain, 0, plainLength, stored.bytes(), stored.offset(), stored.length());
        } catch (ZstdException e) {
          throw new VaultException.Corrupt(what + ": it does not decompress", e);
        }
        if (Zstd.isError(size) || size != plainLength) {
          throw new VaultException.Corrupt(what + ": it does not decompress to its length");
        }
        yield plain;
      }
    };
  }
}
