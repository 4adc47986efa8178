package io.csdr.vault.tunnel;

/// The bounds of `docs/tunnel.md`, in bytes unless named otherwise.
final class Limits {
  /// The longest plain frame with its type.
  static final int FRAME = 256 << 10;

  /// The length of an AES-GCM tag.
  static final int TAG = 16;

  /// The bytes of a DATA frame that are not payload: type and call id.
  static final int DATA_OVERHEAD = 9;

  /// Plain bytes of counting frames on the way in one direction.
  static final int WINDOW = 4 << 20;

  /// The head of a call, and a progress note.
  static final int HEAD = 4 << 10;

  /// The body of a call or an answer.
  static final int BODY = 160 << 20;

  /// Calls open at a time.
  static final int CALLS = 16;

  /// The sum of charges of open calls.
  static final int CHARGE = 64 << 20;

  /// What a listing is charged.
  static final int LIST_CHARGE = 4 << 20;

  /// A task with its keys.
  static final int START = 1 << 20;

  /// Frames of one connection in one direction.
  static final long FRAMES = 1L << 28;

  /// The message of a failed call.
  static final int MESSAGE = 2 << 10;

  private Limits() {}
}
