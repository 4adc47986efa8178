package io.csdr.vault.tunnel;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// One plain frame, as `docs/tunnel.md` lists them.
sealed interface Frame {

  /// The mover has accepted the host.
  record Ready() implements Frame {}

  /// Nothing to say, but alive.
  record Heartbeat() implements Frame {}

  /// The receiver has taken so many bytes.
  record Credit(int bytes) implements Frame {}

  /// The host wants the task to end.
  record Cancel() implements Frame {}

  /// Another connection has taken this session over.
  record Replaced() implements Frame {}

  /// The report is acknowledged, nothing follows.
  record Bye() implements Frame {}

  /// A call begins; `bodyLength` bytes follow as [Data].
  @SuppressWarnings("ArrayRecordComponent")
  record Call(long id, int operation, boolean again, int bodyLength, byte[] head)
      implements Frame {}

  /// A piece of a body. After decoding the array is the opener's and valid until its next frame.
  @SuppressWarnings("ArrayRecordComponent")
  record Data(long id, byte[] bytes, int offset, int length) implements Frame {}

  /// An answer begins; `bodyLength` bytes follow as [Data].
  record Answer(long id, int status, int bodyLength) implements Frame {}

  /// Where the mover stands.
  @SuppressWarnings("ArrayRecordComponent")
  record Progress(byte[] bytes) implements Frame {}

  /// Whether the window counts this frame.
  default boolean counts() {
    return switch (this) {
      case Ready _, Heartbeat _, Credit _, Cancel _, Replaced _, Bye _ -> false;
      case Call _, Data _, Answer _, Progress _ -> true;
    };
  }

  /// The length of the plain frame in bytes.
  default int size() {
    return switch (this) {
      case Ready _, Heartbeat _, Cancel _, Replaced _, Bye _ -> 1;
      case Credit _ -> 5;
      case Call call -> 15 + call.head.length;
      case Data data -> Limits.DATA_OVERHEAD + data.length;
      case Answer _ -> 14;
      case Progress progress -> 1 + progress.bytes.length;
    };
  }

  /// Appends type and fields.
  default void encode(ByteBuffer to) {
    switch (this) {
      case Ready _ -> to.put((byte) 1);
      case Heartbeat _ -> to.put((byte) 2);
      case Credit credit -> to.put((byte) 3).putInt(credit.bytes);
      case Cancel _ -> to.put((byte) 4);
      case Replaced _ -> to.put((byte) 5);
      case Bye _ -> to.put((byte) 6);
      case Call call ->
          to.put((byte) 16)
              .putLong(call.id)
              .put((byte) call.operation)
              .put((byte) (call.again ? 1 : 0))
              .putInt(call.bodyLength)
              .put(call.head);
      case Data data ->
          to.put((byte) 17).putLong(data.id).put(data.bytes, data.offset, data.length);
      case Answer answer ->
          to.put((byte) 18).putLong(answer.id).put((byte) answer.status).putInt(answer.bodyLength);
      case Progress progress -> to.put((byte) 19).put(progress.bytes);
    }
  }

  /// Reads one whole plain frame.
  static Frame decode(byte[] plain, int length) throws TunnelException.Violation {
    ByteBuffer from = ByteBuffer.wrap(plain, 0, length);
    try {
      Frame frame = decode(from, plain);
      if (from.hasRemaining()) {
        throw new TunnelException.Violation("a frame is longer than its fields");
      }
      return frame;
    } catch (BufferUnderflowException e) {
      throw new TunnelException.Violation("a frame is shorter than its fields");
    }
  }

  private static Frame decode(ByteBuffer from, byte[] plain) throws TunnelException.Violation {
    int type = from.get();
    return switch (type) {
      case 1 -> new Ready();
      case 2 -> new Heartbeat();
      case 3 -> new Credit(from.getInt());
      case 4 -> new Cancel();
      case 5 -> new Replaced();
      case 6 -> new Bye();
      case 16 -> call(from);
      case 17 -> data(from, plain);
      case 18 -> new Answer(from.getLong(), from.get(), bodyLength(from));
      case 19 -> new Progress(rest(from));
      default -> throw new TunnelException.Violation("no frame has type " + type);
    };
  }

  private static Call call(ByteBuffer from) throws TunnelException.Violation {
    long id = from.getLong();
    int operation = from.get();
    int again = from.get();
    if ((again & ~1) != 0) {
      throw new TunnelException.Violation("a call's again is " + again);
    }
    return new Call(id, operation, again == 1, bodyLength(from), rest(from));
  }

  private static Data data(ByteBuffer from, byte[] plain) throws TunnelException.Violation {
    long id = from.getLong();
    int length = from.remaining();
    if (length == 0) {
      throw new TunnelException.Violation("a piece of a body is empty");
    }
    int offset = from.position();
    from.position(from.limit());
    return new Data(id, plain, offset, length);
  }

  private static int bodyLength(ByteBuffer from) throws TunnelException.Violation {
    int length = from.getInt();
    if (length < 0 || length > Limits.BODY) {
      throw new TunnelException.Violation("a body of " + length + " bytes was announced");
    }
    return length;
  }

  private static byte[] rest(ByteBuffer from) throws TunnelException.Violation {
    if (from.remaining() > Limits.HEAD) {
      throw new TunnelException.Violation("a head of " + from.remaining() + " bytes was sent");
    }
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    return bytes;
  }
}
