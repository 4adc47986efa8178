package io.csdr.cli.term;

import io.csdr.cli.outcome.CliException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Questions to the user, on standard error, answered on standard input; both must be terminals.
public final class Prompt {
  private static final int LONGEST_ANSWER = 4096;

  private final Terminal terminal;

  public Prompt(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Whether there is somebody to ask.
  public boolean possible() {
    return terminal.ttys().in() && terminal.ttys().err();
  }

  /// Asks for a line.
  public String line(String question) {
    terminal.ask(question);
    return read();
  }

  /// Asks for a line that is not shown while it is typed.
  public String secret(String question) {
    terminal.ask(question);
    try (Tty.Hidden _ = terminal.tty().hideTyping()) {
      return read();
    } finally {
      terminal.say("");
    }
  }

  /// Lets somebody confirm what would destroy something. With `yes` it was confirmed already.
  ///
  /// @throws CliException when the answer is no, or nobody can answer
  public void confirm(String what, boolean yes) {
    if (yes) {
      return;
    }
    if (!possible()) {
      throw CliException.usage(what + " needs a confirmation", "add --yes");
    }
    String answer = line(what + "? [y/N] ");
    if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
      throw CliException.failed("not confirmed, nothing was changed", "");
    }
  }

  private String read() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int c = terminal.in().read();
      while (c >= 0 && c != '\n') {
        if (line.size() < LONGEST_ANSWER) {
          line.write(c);
        }
        c = terminal.in().read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the answer", e);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
