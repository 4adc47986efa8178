package io.csdr.alibaba.oss;

import java.util.concurrent.atomic.AtomicReference;

/// Whether a put may replace an object although it forbids that.
///
/// OSS takes no notice of the prohibition in a bucket whose versioning is on or was ever on. That is
/// learned from the answers to puts, which name a version only there, because asking for a bucket's
/// versioning takes a right that a vault needs for nothing else.
final class Overwriting {
  private enum State {
    UNKNOWN,
    POSSIBLE,
    IMPOSSIBLE
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.UNKNOWN);

  /// Whether a key has to be looked at before it is written. So it has until the first answer.
  boolean isPossible() {
    return state.get() != State.IMPOSSIBLE;
  }

  /// Takes note of whether an answer was that of a bucket with versions.
  void learn(boolean versioned) {
    state.set(versioned ? State.POSSIBLE : State.IMPOSSIBLE);
  }
}
