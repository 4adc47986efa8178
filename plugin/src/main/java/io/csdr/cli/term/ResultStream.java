package io.csdr.cli.term;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Passes bytes on and remembers the first failure, which a [java.io.PrintStream] would only count.
final class ResultStream extends OutputStream {
  private final OutputStream target;
  private @Nullable IOException failure;

  ResultStream(OutputStream target) {
    this.target = target;
  }

  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      target.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }
}
