package io.csdr.cli.term;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Asks and switches the terminal of standard input with `stty`, which every Unix has.
final class Stty implements Tty {
  private static final int USUAL_COLUMNS = 80;

  @Override
  public Hidden hideTyping() {
    stty("-echo");
    // An interrupted question must not leave a terminal that shows nothing.
    Thread restore = new Thread(() -> stty("echo"));
    Runtime.getRuntime().addShutdownHook(restore);
    return () -> {
      stty("echo");
      try {
        Runtime.getRuntime().removeShutdownHook(restore);
      } catch (IllegalStateException e) {
        // the process is ending, and the hook has run or will
      }
    };
  }

  @Override
  public int columns() {
    String[] size = stty("size").strip().split(" ", -1);
    boolean known = size.length == 2 && size[1].matches("[1-9]\\d{0,4}");
    return known ? Integer.parseInt(size[1]) : USUAL_COLUMNS;
  }

  private static String stty(String word) {
    try {
      Process process =
          new ProcessBuilder("stty", word)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream said = process.getInputStream()) {
        return new String(said.readAllBytes(), StandardCharsets.US_ASCII);
      }
    } catch (IOException e) {
      return ""; // without stty what is typed stays visible, which the user sees
    }
  }
}
