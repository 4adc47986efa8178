package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.testing.s3.MinioServer;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A whole vault in a real minio.
class S3VaultIT {
  @RegisterExtension static final MinioServer MINIO = new MinioServer();

  private static final S3Location PLACE = S3Location.parse("s3://vaults/teams/shop");

  @BeforeAll
  static void makeBucket() {
    MINIO.makeBucket(PLACE.bucket());
  }

  private static S3Settings settings() {
    return S3Settings.at(MINIO.endpoint()).patient(Duration.ofSeconds(20));
  }

  private static Credentials credentials() {
    return Credentials.of(AccessKey.of(MINIO.accessKey(), MINIO.secret()));
  }

  @Test
  void whatOneProgramWritesAnotherOneReads() {
    CreateOptions options = CreateOptions.standard();
    KeyFile key = KeyFile.random(options.id());
    List<byte[]> contents = contents();
    List<BlobId> ids = new ArrayList<>();
    S3Store place = S3Store.create(PLACE, settings(), credentials());
    try (Vault vault = Vault.create(place, options, key, "")) {
      BlobWriter writer = vault.writer(Level.FAST);
      for (byte[] bytes : contents) {
        ids.add(writer.put(BlobType.DATA, bytes, 0, bytes.length));
      }
      writer.flush();
    }

    S3Store again = S3Store.open(PLACE, settings(), credentials());
    try (Vault vault = Vault.open(again, KeySource.of(key))) {
      for (int i = 0; i < ids.size(); i++) {
        assertThat(vault.reader().get(ids.get(i))).isEqualTo(contents.get(i));
      }
      BlobWriter second = vault.writer(Level.FAST);
      for (byte[] bytes : contents) {
        second.put(BlobType.DATA, bytes, 0, bytes.length);
      }
      second.flush();
      assertThat(second.stats().freshBlobs()).isZero();
    }
    assertThatThrownBy(() -> S3Store.create(PLACE, settings(), credentials()))
        .isInstanceOf(VaultException.Occupied.class);
  }

  @Test
  void anEmptyPlaceIsNoVault() {
    S3Location beside = S3Location.parse("s3://vaults/teams/sho");
    try (S3Store store = S3Store.open(beside, settings(), credentials())) {
      KeyFile key = KeyFile.random(CreateOptions.standard().id());
      assertThatThrownBy(() -> Vault.open(store, KeySource.of(key)))
          .isInstanceOf(VaultException.NoVault.class);
    }
  }

  /// About 60 MB that do not compress, so that several packs of full size travel.
  private static List<byte[]> contents() {
    Random random = new Random(4);
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] bytes = new byte[900_000 + random.nextInt(200_000)];
      random.nextBytes(bytes);
      contents.add(bytes);
    }
    return contents;
  }
}
