package io.csdr.cli.kube;

import io.csdr.cli.outcome.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Certificates or a key in PEM, in a kubeconfig or in a file of their own. Kubeconfig data goes before
/// a file, as in kubectl.
record Pem(String what, String text) {
  /// Reads base64 `data` or else `file`; null where neither is given.
  static @Nullable Pem of(String what, @Nullable String data, @Nullable Path file) {
    if (data != null) {
      try {
        byte[] text = Base64.getMimeDecoder().decode(data);
        return new Pem(what, new String(text, StandardCharsets.ISO_8859_1));
      } catch (IllegalArgumentException e) {
        throw CliException.failed(what + " in the kubeconfig is not base64", "");
      }
    }
    if (file == null) {
      return null;
    }
    try {
      return new Pem(what + " " + file, Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw CliException.failed(
          "unable to read " + what + " " + file, "check that the file exists", e);
    }
  }

  /// Names the piece and nothing of its content.
  @Override
  public String toString() {
    return what;
  }
}
