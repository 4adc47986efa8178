package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.DirectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Volumes through the whole pipeline into a vault on disk and back.
class VolumeInVaultTest {
  @TempDir(factory = MemoryDirectory.class)
  private Path temp;

  private Path source = Path.of("");
  private Path target = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private Vault vault;

  @BeforeAll
  static void requireTools() throws Exception {
    VolumeTools.require();
  }

  @BeforeEach
  void make() throws Exception {
    source = Files.createDirectory(temp.resolve("source"));
    target = Files.createDirectory(temp.resolve("target"));
    VolumeProof.shell(
        source,
        "for d in $(seq 1 60); do mkdir $d; for f in $(seq 1 20); do seq 1 $((d * f)) > $d/$f; done; done;"
            + " head -c 40000000 /dev/urandom > large; truncate -s 30M sparse; echo end >> sparse; ln large 7/link");
    CreateOptions options = new CreateOptions(VaultId.random(), Suite.AES_256_GCM, "volumes");
    vault =
        Vault.create(
            DirectoryStore.create(temp.resolve("vault")),
            options,
            KeyFile.random(options.id()),
            "key file");
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void aVolumeAndItsIncrementComeBack() throws Exception {
    BlobWriter writer = vault.writer(Level.FAST);
    SaveResult first = new FileTreeSaver(writer, VolumeSettings.DEFAULT).save(source);
    writer.flush();
    VolumeProof.shell(source, "sleep 0.1; echo changed > 5/5; rm 6/6");
    BlobWriter later = vault.writer(Level.FAST);
    SaveResult second =
        new FileTreeSaver(later, VolumeSettings.DEFAULT)
            .withParent(vault.reader(), first.root().id())
            .save(source);
    later.flush();

    FillResult filled =
        new FileTreeFiller(vault.reader(), FillSettings.DEFAULT).fill(second.root().id(), target);

    assertThat(filled.error()).isNull();
    assertThat(filled.problems().lines()).isEmpty();
    assertThat(VolumeProof.of(target)).isEqualTo(VolumeProof.of(source));
    assertThat(second.unchanged()).isGreaterThan(1000);
    assertThat(later.stats().stored()).isLessThan(100_000);
  }

  @Test
  void alteredPacksAreNamedByTheFilesTheyHold() throws Exception {
    BlobWriter writer = vault.writer(Level.FAST);
    SaveResult saved = new FileTreeSaver(writer, VolumeSettings.DEFAULT).save(source);
    writer.flush();
    VolumeProof.shell(
        temp,
        "f=$(find vault/p -type f -printf '%s %p\\n' | sort -n | tail -1 | cut -d' ' -f2); chmod u+w $f;"
            + " printf XXXX | dd of=$f bs=1 seek=3000000 conv=notrunc status=none");

    FillResult filled =
        new FileTreeFiller(vault.reader(), FillSettings.DEFAULT).fill(saved.root().id(), target);

    assertThat(filled.error()).contains("lost the content of");
    assertThat(filled.damaged().lines()).isNotEmpty();
    for (String line : filled.damaged().lines()) {
      String path = line.substring(0, line.indexOf(':'));
      assertThat(target.resolve(path)).doesNotExist();
      VolumeProof.shell(source, "rm " + path);
    }
    VolumeProof.shell(
        temp, "cd source; for d in . $(find . -type d); do touch -r ../target/$d $d; done");
    assertThat(VolumeProof.of(target)).isEqualTo(VolumeProof.of(source));
  }
}
