package io.csdr.vault.tunnel;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pack.PackId;

/// What a mover's call asks for, read from its head.
sealed interface Demand {
  record Read(String key, long offset, int length) implements Demand {
    /// Where it ends, or the largest number where that is beyond all numbers.
    long end() {
      return offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length;
    }
  }

  record Put(String key) implements Demand {}

  record Listing(String prefix) implements Demand {}

  record Stat(String key) implements Demand {}

  record Delete(String key) implements Demand {}

  record Start() implements Demand {}

  record PackKey(PackId pack, int epoch, Purpose purpose) implements Demand {}

  record Report() implements Demand {}

  /// Reads the head of a call.
  static Demand of(Operation operation, byte[] head) throws TunnelException.Violation {
    ByteReader in = new ByteReader(head, "head of " + operation);
    try {
      Demand demand =
          switch (operation) {
            case READ ->
                new Read(StoreWords.text(in), StoreWords.number(in), in.count(Limits.BODY));
            case PUT -> new Put(StoreWords.text(in));
            case LIST -> new Listing(StoreWords.text(in));
            case STAT -> new Stat(StoreWords.text(in));
            case DELETE -> new Delete(StoreWords.text(in));
            case START -> new Start();
            case PACK_KEY -> packKey(in);
            case REPORT -> new Report();
          };
      in.end();
      return demand;
    } catch (VaultException.Corrupt e) {
      throw new TunnelException.Violation(String.valueOf(e.getMessage()));
    }
  }

  /// Bytes of an answer's body that were asked for.
  default int asked() {
    return this instanceof Read read ? read.length : 0;
  }

  private static Demand packKey(ByteReader in) {
    Purpose purpose =
        switch (in.u8()) {
          case 0 -> Purpose.READ;
          case 1 -> Purpose.WRITE;
          default -> throw in.corrupt("an unknown purpose");
        };
    int epoch = in.u32();
    return new PackKey(PackId.read(in), epoch, purpose);
  }
}
