package io.csdr.vault.tunnel;

import io.csdr.vault.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/// Reads the fields of heads and answers, which are hostile until they have been read.
final class Fields {
  private static final int TEXT = 0xffff;

  private final ByteBuffer from;

  Fields(byte[] bytes) {
    this.from = ByteBuffer.wrap(bytes);
  }

  boolean isEmpty() {
    return !from.hasRemaining();
  }

  int u8() throws TunnelException.Violation {
    return bytes(1).get() & 0xff;
  }

  long u64() throws TunnelException.Violation {
    long value = bytes(8).getLong();
    if (value < 0) {
      throw new TunnelException.Violation("a number is out of range");
    }
    return value;
  }

  int u32() throws TunnelException.Violation {
    int value = bytes(4).getInt();
    if (value < 0) {
      throw new TunnelException.Violation("a number is out of range");
    }
    return value;
  }

  String text() throws TunnelException.Violation {
    int length = bytes(2).getShort() & TEXT;
    return StandardCharsets.UTF_8.decode(bytes(length)).toString();
  }

  StoredObject entry() throws TunnelException.Violation {
    String key = text();
    long size = u64();
    long seconds = bytes(8).getLong();
    int nanos = u32();
    try {
      return new StoredObject(key, size, Instant.ofEpochSecond(seconds, nanos));
    } catch (DateTimeException e) {
      throw new TunnelException.Violation("the time of " + key + " is out of range");
    }
  }

  /// Exactly the bytes that follow.
  byte[] raw(int length) throws TunnelException.Violation {
    byte[] raw = new byte[Math.min(length, from.remaining() + 1)];
    try {
      from.get(raw, 0, length);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new TunnelException.Violation("fields end too early");
    }
    return raw;
  }

  byte[] rest() {
    byte[] rest = new byte[from.remaining()];
    from.get(rest);
    return rest;
  }

  void end() throws TunnelException.Violation {
    if (from.hasRemaining()) {
      throw new TunnelException.Violation("bytes are left over after the fields");
    }
  }

  private ByteBuffer bytes(int length) throws TunnelException.Violation {
    if (from.remaining() < length) {
      throw new TunnelException.Violation("fields end too early");
    }
    ByteBuffer part = from.slice(from.position(), length);
    from.position(from.position() + length);
    return part;
  }

  /// Writes what [Fields] reads.
  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    Writer u8(int value) {
      out.write(value);
      return this;
    }

    Writer u32(int value) {
      return raw(ByteBuffer.allocate(4).putInt(value).array());
    }

    Writer u64(long value) {
      return raw(ByteBuffer.allocate(8).putLong(value).array());
    }

    Writer text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > TEXT) {
        throw new IllegalArgumentException("a text of " + bytes.length + " bytes is too long");
      }
      raw(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
      return raw(bytes);
    }

    Writer entry(StoredObject object) {
      text(object.key()).u64(object.size());
      Instant modified = object.modified();
      long seconds = modified.getEpochSecond();
      return u64(seconds).u32(modified.getNano());
    }

    Writer raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    int size() {
      return out.size();
    }

    byte[] done() {
      return out.toByteArray();
    }
  }
}
