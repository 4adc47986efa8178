package io.csdr.mover;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What a mover is started with; nothing of it is secret. `hostKey` is the public key, 32 bytes, whose holder
/// is obeyed.
@SuppressWarnings("ArrayRecordComponent")
record MoverArguments(String run, byte[] hostKey, Address address) {
  static final String USAGE =
      "usage: --run ID --host-key BASE64 --listen PATH|PORT, or --self-test";

  private static final Set<String> NAMES = Set.of("--run", "--host-key", "--listen");
  private static final int KEY = 32;
  private static final int LONGEST_RUN = 256;

  /// Where a mover listens.
  sealed interface Address {
    /// On the loopback interface.
    record Port(int number) implements Address {}

    /// At a Unix socket.
    record Socket(Path path) implements Address {}
  }

  /// Reads the command line.
  ///
  /// @throws IllegalArgumentException when it is not as [#USAGE] says
  static MoverArguments parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!NAMES.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(USAGE);
      }
      if (values.put(arguments[i], arguments[i + 1]) != null) {
        throw new IllegalArgumentException(arguments[i] + " is given twice");
      }
    }
    if (values.size() != NAMES.size()) {
      throw new IllegalArgumentException(USAGE);
    }
    String run = values.getOrDefault("--run", "");
    if (run.isEmpty() || run.length() > LONGEST_RUN) {
      throw new IllegalArgumentException("--run is empty or too long");
    }
    return new MoverArguments(
        run,
        key(values.getOrDefault("--host-key", "")),
        address(values.getOrDefault("--listen", "")));
  }

  private static byte[] key(String text) {
    byte[] key = Base64.getDecoder().decode(text);
    if (key.length != KEY) {
      throw new IllegalArgumentException("--host-key is not 32 bytes in Base64");
    }
    return key;
  }

  private static Address address(String text) {
    if (text.startsWith("/")) {
      return new Address.Socket(Path.of(text));
    }
    int port;
    try {
      port = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--listen is neither an absolute path nor a port", e);
    }
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("--listen is not a port");
    }
    return new Address.Port(port);
  }
}
