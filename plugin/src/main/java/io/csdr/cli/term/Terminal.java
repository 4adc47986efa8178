package io.csdr.cli.term;

import io.csdr.cli.text.SafeText;
import io.csdr.cli.text.Style;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The three standard streams: results go to `out`, all talk goes to `err`.
///
/// On a terminal one *status line* may stand at the bottom of `err`; talk is printed above it. Methods
/// may be called by any thread.
public final class Terminal {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final InputStream in;
  private final ResultStream results;
  private final PrintStream out;
  private final PrintStream err;
  private final Ttys ttys;
  private final Tty tty;
  private Style errStyle = Style.PLAIN;
  private String status = "";

  /// A terminal over any streams; `out` is buffered until [#finish].
  public Terminal(InputStream in, OutputStream out, OutputStream err, Ttys ttys) {
    this(in, out, err, ttys, Tty.NONE);
  }

  private Terminal(InputStream in, OutputStream out, OutputStream err, Ttys ttys, Tty tty) {
    this.in = in;
    this.results = new ResultStream(out);
    this.out =
        new PrintStream(new BufferedOutputStream(results, 1 << 15), false, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.ttys = ttys;
    this.tty = tty;
  }

  /// The streams of this process.
  public static Terminal system(Ttys ttys) {
    return new Terminal(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), 1 << 10),
        ttys,
        new Stty());
  }

  public Ttys ttys() {
    return ttys;
  }

  /// How talk is coloured from now on.
  public synchronized void errStyle(Style style) {
    errStyle = style;
  }

  public synchronized Style errStyle() {
    return errStyle;
  }

  /// Where results go. Bytes pass as they are: for lines with names in them there is [#tell].
  public PrintStream out() {
    return out;
  }

  /// A line of the result. Names in it come from clusters and vaults and cannot order the terminal about.
  public void tell(String line) {
    out.println(SafeText.of(line));
  }

  /// Where text goes that is passed on as it was stored: on a terminal harmless, line by line, and else byte
  /// for byte. Closing it ends the text and not the results.
  public OutputStream stored() {
    if (ttys.out()) {
      return new SafeLines(text -> out.print(SafeText.of(text)));
    }
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) {
        Terminal.this.out.write(bytes, from, length);
      }

      @Override
      public void close() {}
    };
  }

  /// What was typed or piped in.
  public InputStream in() {
    return in;
  }

  /// What the terminal can do, where there is one.
  Tty tty() {
    return tty;
  }

  /// Says a line to whoever watches; its control characters are shown, not obeyed.
  public void say(String line) {
    print(SafeText.of(line));
  }

  private synchronized void print(String line) {
    if (status.isEmpty()) {
      err.println(line);
    } else {
      err.print(ERASE_LINE + line + System.lineSeparator() + status);
      err.flush();
    }
  }

  /// Says something the user should know and that is no failure.
  public void warn(String line) {
    print(errStyle().yellow("warning:") + " " + SafeText.of(line));
  }

  /// Says why the command failed.
  public void error(String line) {
    print(errStyle().red("error:") + " " + SafeText.of(line));
  }

  /// Asks at the bottom of `err`, without a line break.
  public synchronized void ask(String question) {
    status("");
    err.print(question);
    err.flush();
  }

  /// Replaces the status line; empty text takes it away. Does nothing where `err` is no terminal.
  public synchronized void status(String text) {
    if (!ttys.err() || text.equals(status)) {
      return;
    }
    err.print(ERASE_LINE + text);
    err.flush();
    status = text;
  }

  /// Writes out what is buffered; tells why not all results could be written.
  public synchronized Optional<IOException> finish() {
    status("");
    err.flush();
    out.flush();
    return Optional.ofNullable(results.failure());
  }
}
