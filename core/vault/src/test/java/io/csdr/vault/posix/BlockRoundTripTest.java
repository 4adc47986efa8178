package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.MemoryBlobs;
import io.csdr.vault.tree.TreeForm;
import io.csdr.vault.tree.TreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockRoundTripTest {
  private final MemoryBlobs blobs = new MemoryBlobs();

  @TempDir(factory = MemoryDirectory.class)
  private Path temp;

  private Path image(String name, String commands) throws Exception {
    VolumeProof.shell(temp, commands);
    return temp.resolve(name);
  }

  private FillResult fill(SaveResult saved, Path target) throws IOException {
    return new BlockFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);
  }

  @Test
  void anImageComesBackAndOnlyItsBlocksAreStored() throws Exception {
    Path source =
        image(
            "source",
            "truncate -s 9000000123 source; for at in 0 4095 4096 8500; do head -c 3000000 /dev/urandom"
                + " | dd of=source bs=1M seek=$at conv=notrunc status=none; done;"
                + " head -c 1M /dev/zero | dd of=source bs=1M seek=77 conv=notrunc status=none");
    Path target = image("target", "head -c 200M /dev/urandom > target");

    SaveResult saved = new BlockSaver(blobs, VolumeSettings.DEFAULT).save(source);
    FillResult filled = fill(saved, target);

    assertThat(saved.problems().lines()).isEmpty();
    assertThat(saved.root().stats().form()).isEqualTo(TreeForm.BLOCK);
    assertThat(saved.root().stats().bytes()).isEqualTo(9_000_000_123L);
    assertThat(filled.error()).isNull();
    VolumeProof.shell(temp, "cmp source target");
    assertThat(blobs.ids(BlobType.DATA)).hasSizeBetween(9, 13);
    assertThat(Long.parseLong(VolumeProof.shell(temp, "stat -c %b target").strip()) * 512)
        .as("zeros are holes")
        .isLessThan(16 << 20);
    Set<BlobId> seen = new HashSet<>();
    TreeReader.forEachBlob(blobs, saved.root().id(), BlobSets.into(seen));
    assertThat(seen).isEqualTo(blobs.ids());
  }

  @Test
  void aChangedBlockSharesEverythingElse() throws Exception {
    Path source = image("source", "head -c 64M /dev/urandom > source");
    SaveResult first = new BlockSaver(blobs, VolumeSettings.DEFAULT).save(source);
    int before = blobs.count();
    assertThat(new BlockSaver(blobs, VolumeSettings.DEFAULT).save(source).root())
        .isEqualTo(first.root());
    assertThat(blobs.count()).isEqualTo(before);

    image("source", "printf x | dd of=source bs=1 seek=33000000 conv=notrunc status=none");
    new BlockSaver(blobs, VolumeSettings.DEFAULT).save(source);

    assertThat(blobs.count() - before).as("block, leaf, top, root").isEqualTo(4);
  }

  @Test
  void emptyAndAllZeroDevices() throws Exception {
    for (String size : new String[] {"0", "1", "5000000"}) {
      Path source = image("source", "rm -f source; truncate -s " + size + " source");
      Path target = image("target", "head -c 7M /dev/urandom > target");

      fill(new BlockSaver(blobs, VolumeSettings.DEFAULT).save(source), target);

      VolumeProof.shell(temp, "cmp source target");
    }
    assertThat(blobs.ids(BlobType.DATA)).isEmpty();
  }

  @Test
  void lostBlocksAreNamedAndTheRestIsRestored() throws Exception {
    Path source = image("source", "head -c 4M /dev/urandom > source");
    SaveResult saved = new BlockSaver(blobs, VolumeSettings.DEFAULT).save(source);
    BlobId second = blobs.put(BlobType.DATA, Files.readAllBytes(source), 1 << 20, 1 << 20);
    blobs.lose(second);
    Path target = image("target", "head -c 4M /dev/urandom > target");

    FillResult filled = fill(saved, target);

    assertThat(filled.error()).contains("lost 1 blocks");
    assertThat(filled.damaged().lines())
        .singleElement()
        .asString()
        .startsWith("bytes 1048576 to 2097152:");
    VolumeProof.shell(
        temp,
        "dd if=/dev/zero of=source bs=1M seek=1 count=1 conv=notrunc status=none; cmp source target");
    assertThat(
            new BlockFiller(blobs, new FillSettings(VolumeSettings.DEFAULT, true, true))
                .fill(saved.root().id(), target)
                .error())
        .isNull();
  }

  @Test
  void aFileTreeIsNoDevice() throws Exception {
    Files.createDirectory(temp.resolve("dir"));
    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(temp.resolve("dir"));
    Path target = image("target", "truncate -s 1M target");

    assertThatThrownBy(() -> fill(saved, target)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BlockSaver(blobs, VolumeSettings.DEFAULT).save(temp))
        .isInstanceOf(IOException.class);
  }
}
