package io.csdr.vault.tunnel;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.key.Grant;
import io.csdr.vault.seal.Suite;

/// What a mover begins with: its task, which the tunnel does not read, the suite that new packs are
/// sealed with, and its part of the vault's keys.
@SuppressWarnings("ArrayRecordComponent")
public record MoverStart(byte[] task, Suite suite, Grant grant) {
  byte[] encode() {
    return new ByteWriter(256)
        .u32(task.length)
        .raw(task)
        .u8(suite.code())
        .raw(grant.encode())
        .toBytes();
  }

  static MoverStart decode(byte[] body) {
    ByteReader in = new ByteReader(body, "start of a task");
    byte[] task = in.raw(in.count(Limits.START));
    Suite suite = Suite.of(in.u8(), "the vault");
    return new MoverStart(task, suite, Grant.decode(in.raw(in.left())));
  }
}
