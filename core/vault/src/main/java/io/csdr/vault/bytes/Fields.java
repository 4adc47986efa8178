package io.csdr.vault.bytes;

import io.csdr.vault.VaultException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A body made of tagged fields in ascending order of tags, as `docs/format.md` section 1 defines it.
public final class Fields {
  private final List<Field> fields;
  private final String what;

  private Fields(List<Field> fields, String what) {
    this.fields = fields;
    this.what = what;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Field(int tag, byte[] value) {}

  /// Writes fields; tags must be added in ascending order.
  public static final class Writer {
    private final ByteWriter out = new ByteWriter(256);
    private int last;

    public Writer bytes(int tag, byte[] value) {
      if (tag < last) {
        throw new IllegalStateException("field " + tag + " after field " + last);
      }
      last = tag;
      out.u16(tag).u32(value.length).raw(value);
      return this;
    }

    public Writer text(int tag, String value) {
      return bytes(tag, value.getBytes(StandardCharsets.UTF_8));
    }

    public Writer u32(int tag, int value) {
      return bytes(tag, new ByteWriter(4).u32(value).toBytes());
    }

    public Writer s64(int tag, long value) {
      return bytes(tag, new ByteWriter(8).u64(value).toBytes());
    }

    public Writer time(int tag, Instant value) {
      return s64(tag, value.toEpochMilli());
    }

    public byte[] toBytes() {
      return out.toBytes();
    }
  }

  /// Parses a body; `what` names it in error messages.
  ///
  /// @throws VaultException.Corrupt when it is malformed or its tags descend
  public static Fields parse(byte[] body, String what) {
    ByteReader in = new ByteReader(body, what);
    List<Field> fields = new ArrayList<>();
    int last = 0;
    while (in.left() > 0) {
      int tag = in.u16();
      if (tag < last) {
        throw in.corrupt("field " + tag + " follows field " + last);
      }
      last = tag;
      fields.add(new Field(tag, in.raw(in.count(body.length))));
    }
    return new Fields(fields, what);
  }

  /// All values of a repeated field.
  public List<byte[]> all(int tag) {
    return fields.stream().filter(f -> f.tag == tag).map(Field::value).toList();
  }

  public Optional<byte[]> find(int tag) {
    List<byte[]> values = all(tag);
    if (values.size() > 1) {
      throw new VaultException.Corrupt(what + ": field " + tag + " appears twice");
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  public byte[] bytes(int tag) {
    return find(tag)
        .orElseThrow(() -> new VaultException.Corrupt(what + ": field " + tag + " is missing"));
  }

  public String text(int tag) {
    byte[] value = bytes(tag);
    return new ByteReader(value, what).text(value.length);
  }

  public List<String> texts(int tag) {
    return all(tag).stream().map(v -> new ByteReader(v, what).text(v.length)).toList();
  }

  public int u32(int tag) {
    ByteReader in = new ByteReader(bytes(tag), what);
    int value = in.u32();
    in.end();
    return value;
  }

  public long s64(int tag) {
    ByteReader in = new ByteReader(bytes(tag), what);
    long value = in.u64();
    in.end();
    return value;
  }

  public Instant time(int tag) {
    return Instant.ofEpochMilli(s64(tag));
  }
}
