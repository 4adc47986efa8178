package io.csdr.cli.kube;

import io.csdr.cli.env.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The service account of the pod that this program runs in, as kubectl uses it when there is no
/// kubeconfig.
record InClusterAccount(
    URI server, @Nullable Pem authority, Path token, @Nullable String namespace) {
  private static final Path FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  static @Nullable InClusterAccount find(Environment environment) {
    return find(environment, FOLDER);
  }

  static @Nullable InClusterAccount find(Environment environment, Path folder) {
    String host = environment.variable("KUBERNETES_SERVICE_HOST");
    String port = environment.variable("KUBERNETES_SERVICE_PORT");
    Path token = folder.resolve("token");
    if (host == null || port == null || !Files.isRegularFile(token)) {
      return null;
    }
    Path authority = folder.resolve("ca.crt");
    URI server =
        URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    Pem pem = Files.exists(authority) ? Pem.of("certificate authority", null, authority) : null;
    String namespace = environment.variable("POD_NAMESPACE");
    return new InClusterAccount(
        server, pem, token, namespace == null ? read(folder.resolve("namespace")) : namespace);
  }

  private static @Nullable String read(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? null : text;
    } catch (IOException e) {
      return null;
    }
  }
}
