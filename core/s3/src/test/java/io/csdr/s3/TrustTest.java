package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.store.StoreException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// HTTPS with a certificate that no public authority has signed.
@Timeout(60)
class TrustTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder = Path.of("/unset");

  @Test
  void aCertificateOfOnesOwnIsTrustedOnlyWhenNamed() throws Exception {
    KeyStore keys = selfSigned();
    Path bundle = folder.resolve("ca.pem");
    String pem = Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded());
    Files.writeString(
        bundle, "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");

    try (ScriptedS3 server = new ScriptedS3("https", context(keys).getServerSocketFactory())) {
      S3Settings settings = S3Settings.at(server.endpoint()).patient(Duration.ofSeconds(20));
      try (S3Store store = open(settings)) {
        assertThatThrownBy(() -> store.stat("k"))
            .isInstanceOf(StoreException.Unreachable.class)
            .hasMessageContaining("no secure connection")
            .hasMessageContaining("AWS_CA_BUNDLE");
      }
      assertThat(server.seen()).isEmpty();
      try (S3Store store = open(settings.trusting(bundle))) {
        assertThat(store.putIfAbsent("k", new byte[] {1, 2})).isTrue();
        assertThat(store.readAll("k")).containsExactly(1, 2);
      }
    }
  }

  @Test
  void aBundleThatIsNoneIsTold() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path junk = Files.writeString(folder.resolve("junk.pem"), "no certificate");
    for (Path bundle : new Path[] {empty, junk, folder.resolve("gone.pem")}) {
      assertThatThrownBy(() -> open(S3Settings.aws("eu-west-1").trusting(bundle)))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageContaining(bundle.toString())
          .hasMessageContaining("AWS_CA_BUNDLE");
    }
  }

  private static S3Store open(S3Settings settings) {
    return S3Store.open(
        new S3Location(ScriptedS3.BUCKET, ""),
        settings,
        Credentials.of(AccessKey.of("id", "secret")));
  }

  private KeyStore selfSigned() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
