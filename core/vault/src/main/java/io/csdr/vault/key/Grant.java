package io.csdr.vault.key;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.seal.Aead;
import java.util.Map;
import java.util.TreeMap;

/// The secrets that the owner of a vault gives to a mover, in memory and over a sealed channel only.
@SuppressWarnings("ArrayRecordComponent")
public record Grant(
    VaultId vault, int epoch, byte[] dedupeKey, byte[] chunkerKey, Map<Integer, byte[]> indexKeys) {
  private static final int MOST_EPOCHS = 16;

  /// The bytes that [#decode] reads; for the wire, not for a store.
  public byte[] encode() {
    ByteWriter out =
        new ByteWriter(128)
            .raw(vault.toBytes())
            .u32(epoch)
            .raw(dedupeKey)
            .raw(chunkerKey)
            .u32(indexKeys.size());
    indexKeys.forEach((of, key) -> out.u32(of).raw(key));
    return out.toBytes();
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws io.csdr.vault.VaultException.Corrupt when it is malformed
  public static Grant decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, "grant");
    VaultId vault = VaultId.read(in);
    int epoch = in.u32();
    byte[] dedupe = in.raw(Aead.KEY_BYTES);
    byte[] chunker = in.raw(Aead.KEY_BYTES);
    Map<Integer, byte[]> indexKeys = new TreeMap<>();
    int count = in.count(MOST_EPOCHS);
    for (int i = 0; i < count; i++) {
      indexKeys.put(in.u32(), in.raw(Aead.KEY_BYTES));
    }
    in.end();
    if (!indexKeys.containsKey(epoch)) {
      throw in.corrupt("it lacks the index key of its own epoch");
    }
    return new Grant(vault, epoch, dedupe, chunker, indexKeys);
  }

  @Override
  public String toString() {
    return "Grant[" + vault + "]";
  }
}
