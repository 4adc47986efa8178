package io.csdr.cli.kube;

import io.csdr.cli.env.Environment;
import io.csdr.cli.kube.ClusterTarget.Server;
import io.csdr.cli.outcome.CliException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom to trust and how to prove who we are. As in kubectl a cluster's certificate authority is the only
/// one that counts; without one it is those of this machine.
final class Tls {
  /// Where Linux distributions keep the authorities that the machine trusts, in Go's order.
  private static final List<String> MACHINE_AUTHORITIES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/tls/cacert.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private Tls() {}

  static List<TrustManager> trust(Environment environment, Server server) {
    if (server.insecure()) {
      return List.of(new TrustEverything());
    }
    Pem authority = server.authority() == null ? machine(environment) : server.authority();
    List<TrustManager> managers = authorities(authority);
    String name = server.name();
    if (name == null) {
      return managers;
    }
    for (TrustManager manager : managers) {
      if (manager instanceof X509ExtendedTrustManager x509) {
        return List.of(new TrustNamed(x509, name));
      }
    }
    throw new IllegalStateException("no trust manager for certificates");
  }

  static List<KeyManager> identity(@Nullable Pem certificate, @Nullable Pem key) {
    if (certificate == null || key == null) {
      return List.of();
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
      store.setKeyEntry("user", PrivateKeys.read(key), new char[0], chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return List.of(factory.getKeyManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw CliException.failed(certificate.what() + " cannot be used: " + e.getMessage(), "", e);
    }
  }

  private static List<TrustManager> authorities(@Nullable Pem pem) {
    try {
      KeyStore store = null;
      if (pem != null) {
        store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates(pem)) {
          store.setCertificateEntry("ca" + number++, certificate);
        }
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return List.of(factory.getTrustManagers());
    } catch (GeneralSecurityException | IOException e) {
      String what = pem == null ? "the default certificate authorities" : pem.what();
      throw CliException.failed(what + " cannot be used: " + e.getMessage(), "", e);
    }
  }

  private static Collection<? extends Certificate> certificates(Pem pem)
      throws GeneralSecurityException {
    Collection<? extends Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.text().getBytes(StandardCharsets.ISO_8859_1)));
    if (found.isEmpty()) {
      throw CliException.failed(pem.what() + " holds no certificate", "");
    }
    return found;
  }

  private static @Nullable Pem machine(Environment environment) {
    String named = environment.variable("SSL_CERT_FILE");
    List<String> places = named == null ? MACHINE_AUTHORITIES : List.of(named);
    return places.stream()
        .map(Path::of)
        .filter(Files::isReadable)
        .findFirst()
        .map(file -> Pem.of("certificate authorities", null, file))
        .orElse(null);
  }
}
