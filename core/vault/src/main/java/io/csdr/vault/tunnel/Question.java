package io.csdr.vault.tunnel;

/// One call as the mover means it, on whichever connection it goes out; `longest` bounds the answer's
/// body. The body's bytes must not change before the call has returned.
@SuppressWarnings("ArrayRecordComponent")
record Question(Operation operation, byte[] head, Slice body, int longest) {
  /// A part of an array.
  @SuppressWarnings("ArrayRecordComponent")
  record Slice(byte[] bytes, int offset, int length) {
    static final Slice NONE = new Slice(new byte[0], 0, 0);

    Slice {
      if ((offset | length | (bytes.length - offset - length)) < 0) {
        throw new IndexOutOfBoundsException(
            offset + " and " + length + " do not lie within " + bytes.length);
      }
    }
  }

  Question {
    if (head.length > Limits.HEAD) {
      throw new IllegalArgumentException("a key of " + head.length + " bytes is too long");
    }
    if (body.length > Limits.BODY || longest > Limits.BODY) {
      throw new IllegalArgumentException(
          "objects of more than " + (Limits.BODY >> 20) + " MiB do not go through a tunnel");
    }
  }

  /// A call without a body.
  static Question of(Operation operation, byte[] head, int longest) {
    return new Question(operation, head, Slice.NONE, longest);
  }

  /// What the call counts among the open ones.
  int charge() {
    return charge(operation, body.length, longest);
  }

  /// The charge of a call with this body that asks for so many bytes.
  static int charge(Operation operation, int bodyLength, int asked) {
    return switch (operation) {
      case PUT, REPORT -> bodyLength;
      case READ -> asked;
      case LIST -> Limits.LIST_CHARGE;
      case STAT, DELETE, START, PACK_KEY -> 0;
    };
  }
}
