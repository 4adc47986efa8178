package io.csdr.cli.term;

/// What a real terminal can do besides taking and showing text.
public interface Tty {
  /// For streams that are no terminals: nothing to hide, and lines as long as they like to be.
  Tty NONE =
      new Tty() {
        @Override
        public Hidden hideTyping() {
          return () -> {};
        }

        @Override
        public int columns() {
          return Integer.MAX_VALUE;
        }
      };

  /// Hides what is typed until the result is closed.
  Hidden hideTyping();

  /// How many characters fit into a line.
  int columns();

  /// Ends the hiding.
  @FunctionalInterface
  interface Hidden extends AutoCloseable {
    @Override
    void close();
  }
}
