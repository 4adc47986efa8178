package io.csdr.cli.term;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Passes on text as it comes in whole lines with their line breaks, so that it can be made harmless. A
/// line that is too long to be held comes in parts. Closing passes on a last line without a break.
final class SafeLines extends OutputStream {
  private static final int LONGEST = 1 << 20;

  private final Consumer<String> to;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  SafeLines(Consumer<String> to) {
    this.to = to;
  }

  @Override
  public void write(int b) {
    line.write(b);
    if (b == '\n' || line.size() >= LONGEST) {
      pass();
    }
  }

  @Override
  public void close() {
    pass();
  }

  private void pass() {
    if (line.size() > 0) {
      to.accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
