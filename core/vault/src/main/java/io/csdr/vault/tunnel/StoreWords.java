package io.csdr.vault.tunnel;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/// The words that heads and answers are made of besides integers: keys and entries of listings.
final class StoreWords {
  private static final int TEXT = 0xffff;

  private StoreWords() {}

  static ByteWriter writer() {
    return new ByteWriter(64);
  }

  static ByteWriter text(ByteWriter to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > TEXT) {
      throw new IllegalArgumentException("a text of " + bytes.length + " bytes is too long");
    }
    return to.u16(bytes.length).raw(bytes);
  }

  static ByteWriter text(String text) {
    return text(writer(), text);
  }

  static ByteWriter entry(ByteWriter to, StoredObject object) {
    Instant modified = object.modified();
    long seconds = modified.getEpochSecond();
    return text(to, object.key()).u64(object.size()).u64(seconds).u32(modified.getNano());
  }

  static String text(ByteReader from) {
    return from.text(from.u16());
  }

  /// A number that fits a signed 64-bit integer.
  static long number(ByteReader from) {
    long value = from.u64();
    if (value < 0) {
      throw from.corrupt("a number is out of range");
    }
    return value;
  }

  static StoredObject entry(ByteReader from) {
    String key = text(from);
    long size = number(from);
    long seconds = from.u64();
    int nanos = from.count(999_999_999);
    try {
      return new StoredObject(key, size, Instant.ofEpochSecond(seconds, nanos));
    } catch (DateTimeException e) {
      throw from.corrupt("the time of " + key + " is out of range");
    }
  }
}
