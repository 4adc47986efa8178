package io.csdr.vault.tunnel;

/// What a mover begins with: its task and the keys it needs, both as bytes that the tunnel does not read.
@SuppressWarnings("ArrayRecordComponent")
public record MoverStart(byte[] task, byte[] grant) {
  byte[] encode() {
    return new Fields.Writer().u32(task.length).raw(task).raw(grant).done();
  }

  static MoverStart decode(byte[] body) throws TunnelException.Violation {
    Fields fields = new Fields(body);
    byte[] task = fields.raw(fields.u32());
    return new MoverStart(task, fields.rest());
  }
}
