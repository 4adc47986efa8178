package io.csdr.engine.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/// Names a cluster by what a client knows of it without asking: the address of its API server and the
/// certificates that it trusts.
final class ServerId {
  private ServerId() {}

  /// The same for every user with the same address and authority, in the shape of a Kubernetes uid.
  static String of(Config config) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(config.getMasterUrl().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(authority(config)));
      return new UUID(hash.getLong(), hash.getLong()).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this Java", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + config.getCaCertFile(), e);
    }
  }

  /// A kubeconfig has the certificates in itself or names a file with them; both are the same authority.
  private static byte[] authority(Config config) throws IOException {
    if (config.getCaCertData() != null) {
      return Base64.getMimeDecoder().decode(config.getCaCertData());
    }
    return config.getCaCertFile() == null
        ? new byte[0]
        : Files.readAllBytes(Path.of(config.getCaCertFile()));
  }
}
