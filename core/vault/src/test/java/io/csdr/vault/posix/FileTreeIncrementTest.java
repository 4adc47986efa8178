package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.MemoryBlobs;
import io.csdr.vault.tree.Origin;
import io.csdr.vault.tree.Stamp;
import io.csdr.vault.tree.TreeRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeIncrementTest {
  private final MemoryBlobs blobs = new MemoryBlobs();

  @TempDir(factory = MemoryDirectory.class)
  private Path temp;

  private Path source;

  @BeforeAll
  static void requireTools() throws Exception {
    VolumeTools.require();
  }

  @BeforeEach
  void makeSource() throws Exception {
    source = Files.createDirectory(temp.resolve("source"));
    change(
        "for d in $(seq 1 40); do mkdir dir$d; for f in $(seq 1 30); do echo $d $f > dir$d/$f; done; done;"
            + " head -c 5000000 /dev/urandom > large; ln large second; ln -s x link;"
            + " setfattr -n user.a -v v dir1/1 dir2; truncate -s 200M sparse; echo tail >> sparse");
  }

  /// Changes the source and waits until the times of change are old enough to be relied on.
  private void change(String command) throws Exception {
    VolumeProof.shell(source, command + "; sleep 0.1");
  }

  private SaveResult save() throws IOException {
    return new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
  }

  private SaveResult saveAfter(TreeRoot parent) throws IOException {
    return new FileTreeSaver(blobs, VolumeSettings.DEFAULT)
        .withParent(blobs, parent.id())
        .save(source);
  }

  private void restoresTheSame(SaveResult saved) throws Exception {
    VolumeProof.shell(temp, "rm -rf target; mkdir target");
    Path target = temp.resolve("target");
    FillResult filled =
        new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);
    assertThat(filled.error()).isNull();
    assertThat(VolumeProof.of(target)).isEqualTo(VolumeProof.of(source));
  }

  @Test
  void anUnchangedTreeIsNotReadAndStoresNothing() throws Exception {
    TreeRoot first = save().root();
    int count = blobs.count();
    long offered = blobs.offeredData();

    SaveResult second = saveAfter(first);

    assertThat(second.root()).isEqualTo(first);
    assertThat(second.unchanged()).isEqualTo(1200 + 2);
    assertThat(blobs.offeredData()).isEqualTo(offered);
    assertThat(blobs.count()).isEqualTo(count);
    assertThat(second.skipped().lines()).isEmpty();
  }

  @Test
  void onlyChangedFilesGoIntoNewBundles() throws Exception {
    TreeRoot first = save().root();
    int bundles = blobs.ids(BlobType.BUNDLE).size();
    long offered = blobs.offeredData();
    change(
        "echo changed > dir7/7; echo new > dir33/new; rm dir9/9; mv dir10 dir99; chmod 600 dir5/5");

    SaveResult second = saveAfter(first);

    assertThat(blobs.ids(BlobType.BUNDLE)).hasSize(bundles + 1);
    assertThat(blobs.offeredData() - offered).as("32 small files").isLessThan(400);
    assertThat(second.unchanged()).isEqualTo(1202 - 1 - 1 - 30 - 1);
    restoresTheSame(second);
  }

  @Test
  void everyKindOfChangeIsSeen() throws Exception {
    TreeRoot parent = save().root();
    for (String command :
        List.of(
            "touch -r dir1/1 ref; echo 1 X > dir1/1; touch -r ref dir1/1; rm ref",
            "printf X | dd of=large bs=1 seek=4000000 conv=notrunc status=none",
            "setfattr -n user.a -v w dir1/1",
            "setfattr -n user.a -v w dir2",
            "setfacl -m u:5:r dir3/3",
            "chown 5:6 dir4/4",
            "cp dir5/5 dir5/copy; mv dir5/copy dir5/5",
            "rm second; echo second > second",
            "ln dir6/6 aaa-first-name",
            "ln -sfn y link",
            "rm link; mkdir link",
            "rmdir link; mkfifo link",
            "fallocate -p -o 0 -l 4096 large",
            "touch -d '1990-01-01 01:02:03.000000004' dir8",
            "rm -rf dir1 dir2 dir3; mkdir dir2")) {
      change(command);
      SaveResult saved = saveAfter(parent);
      restoresTheSame(saved);
      parent = saved.root();
    }
  }

  @Test
  void whatTheVaultLostIsReadAgain() throws Exception {
    TreeRoot first = save().root();
    for (BlobId id : blobs.ids(BlobType.BUNDLE)) {
      blobs.lose(id);
    }
    blobs.lose(blobs.ids(BlobType.DATA).iterator().next());

    restoresTheSame(saveAfter(first));
  }

  @Test
  void aParentThatCannotBeReadIsNoParent() throws Exception {
    SaveResult saved = saveAfter(new TreeRoot(new BlobId(1, 2, 3, 4), save().root().stats()));

    assertThat(saved.unchanged()).isZero();
    assertThat(saved.skipped().lines()).singleElement().asString().contains("all files are read");
    restoresTheSame(saved);
  }

  @Test
  void whatChangedRightBeforeTheCutIsReadAgain() throws Exception {
    change("echo once > dir1/1; touch -r dir2/2 dir1/1");
    Instant written =
        ((FileTime) Files.getAttribute(source.resolve("dir1/1"), "unix:ctime")).toInstant();

    SaveResult atOnce = saveOf(written.plusMillis(5));
    SaveResult later = saveOf(written.plusMillis(50));

    assertThat(saveAfter(atOnce.root()).unchanged()).isEqualTo(1202 - 1);
    assertThat(saveAfter(later.root()).unchanged()).isEqualTo(1202);
    assertThat(saveOf(written.plus(Duration.ofDays(1))).root()).isEqualTo(save().root());
  }

  private SaveResult saveOf(Instant cut) throws IOException {
    return new FileTreeSaver(blobs, VolumeSettings.DEFAULT).withCut(cut).save(source);
  }

  @Test
  void timesOfChangeThatMayStillRepeatAreNotReliedOn() {
    FileStat fresh = stat(new Stamp(1000, 500_000_000));
    assertThat(MetaReader.origin(fresh, 1_000_510)).isEqualTo(Origin.NONE);
    assertThat(MetaReader.origin(fresh, 1_000_400)).isEqualTo(Origin.NONE);
    assertThat(MetaReader.origin(fresh, 1_000_600)).isEqualTo(new Origin(77, fresh.ctime()));
    FileStat coarse = stat(new Stamp(1000, 0));
    assertThat(MetaReader.origin(coarse, 1_001_000)).isEqualTo(Origin.NONE);
    assertThat(MetaReader.origin(coarse, 1_003_000)).isEqualTo(new Origin(77, coarse.ctime()));
  }

  private static FileStat stat(Stamp ctime) {
    return new FileStat(0100644, 0, 0, 1, 77, 5, 8, Stamp.EPOCH, ctime, 0, 0, 1, 1);
  }
}
