package io.csdr.vault.key;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.seal.Aead;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// How hard a passphrase is to guess: Argon2id with memory in KiB, passes and lanes. The limits keep a
/// forged slot from exhausting the machine.
record PassphraseCost(int memory, int passes, int lanes) {
  static final PassphraseCost DEFAULT = new PassphraseCost(64 << 10, 3, 1);

  private static final int LEAST_MEMORY = 8 << 10;
  private static final int MOST_MEMORY = 1 << 20;
  private static final int MOST_PASSES = 64;
  private static final int MOST_LANES = 16;

  static PassphraseCost read(ByteReader in) {
    PassphraseCost cost =
        new PassphraseCost(in.count(MOST_MEMORY), in.count(MOST_PASSES), in.count(MOST_LANES));
    if (cost.memory < LEAST_MEMORY || cost.passes < 1 || cost.lanes < 1) {
      throw in.corrupt("the cost of the passphrase is out of range");
    }
    return cost;
  }

  void write(ByteWriter out) {
    out.u32(memory).u32(passes).u32(lanes);
  }

  byte[] derive(Passphrase passphrase, byte[] salt) {
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] key = new byte[Aead.KEY_BYTES];
    argon.generateBytes(passphrase.utf8(), key);
    return key;
  }
}
