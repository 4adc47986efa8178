package io.csdr.vault.key;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.seal.Aead;
import io.csdr.vault.seal.Hkdf;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The master keys of a vault by key epoch, and what is derived from them (`docs/format.md` section 2).
final class KeyRing {
  private static final int MOST_KEYS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final VaultId vault;
  private final SortedMap<Integer, byte[]> masters;

  private KeyRing(VaultId vault, SortedMap<Integer, byte[]> masters) {
    this.vault = vault;
    this.masters = masters;
  }

  /// A ring with one random master key of epoch 1.
  static KeyRing random(VaultId vault) {
    byte[] master = new byte[Aead.KEY_BYTES];
    RANDOM.nextBytes(master);
    return new KeyRing(vault, new TreeMap<>(Map.of(1, master)));
  }

  static KeyRing decode(VaultId vault, byte[] bytes) {
    ByteReader in = new ByteReader(bytes, "key ring");
    int count = in.count(MOST_KEYS);
    SortedMap<Integer, byte[]> masters = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      int epoch = in.u32();
      if (epoch < 1 || (!masters.isEmpty() && epoch <= masters.lastKey())) {
        throw in.corrupt("epochs do not ascend");
      }
      masters.put(epoch, in.raw(Aead.KEY_BYTES));
    }
    in.end();
    if (masters.isEmpty()) {
      throw in.corrupt("it is empty");
    }
    return new KeyRing(vault, masters);
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter(64).u32(masters.size());
    masters.forEach((epoch, master) -> out.u32(epoch).raw(master));
    return out.toBytes();
  }

  VaultId vault() {
    return vault;
  }

  int epoch() {
    return masters.lastKey();
  }

  int rootEpoch() {
    return masters.firstKey();
  }

  Set<Integer> epochs() {
    return masters.keySet();
  }

  /// The key for a purpose in an epoch; `suffix` follows the epoch in the info string.
  byte[] derive(String purpose, int epoch, byte[] suffix) {
    byte[] master = masters.get(epoch);
    if (master == null) {
      throw new VaultException.Corrupt("the vault has no key of epoch " + epoch);
    }
    byte[] info = new ByteWriter(64).text("csdr1 " + purpose).u32(epoch).raw(suffix).toBytes();
    return Hkdf.derive(master, vault.toBytes(), info);
  }

  @Override
  public String toString() {
    return "KeyRing[" + vault + ", epochs " + masters.keySet() + "]";
  }
}
