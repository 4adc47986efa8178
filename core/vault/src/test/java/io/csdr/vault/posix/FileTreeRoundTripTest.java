package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.blob.MemoryBlobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeRoundTripTest {
  /// One byte, one mode, one owner, one attribute and so on, with everything around it put back.
  private static final List<String> CHANGES =
      List.of(
          "printf X | dd of=big bs=1 seek=8000000 conv=notrunc status=none; touch -d '2262-04-11 23:47:16.854775807Z' big",
          "chmod 6754 setuid",
          "chown 1001 a/x; touch -d '1969-07-20 20:17:40.123456789Z' a/x",
          "setfattr -n user.binary -v 0x00ff01 user",
          "setfattr -h -n trusted.link -v other absolute",
          "setfacl -m g:77:rw acl",
          "setfacl -d -m u:99:r a",
          "touch -d '1999-01-01 00:00:00.999999998Z' .",
          "cp -a third copy; mv copy third",
          "ln -sfn Gone dangling; touch -h -d '2001-02-03 04:05:06.000000001Z' dangling; chown -h 7:8 dangling",
          "rm null; mknod null c 1 5; touch -d '1999-01-01 00:00:00.999999999Z' null",
          "rmdir a/empty");

  private final MemoryBlobs blobs = new MemoryBlobs();

  @TempDir(factory = MemoryDirectory.class)
  private Path temp;

  private Path source;
  private Path target;

  @BeforeAll
  static void requireTools() throws Exception {
    VolumeTools.require();
  }

  @BeforeEach
  void makeDirectories() throws IOException {
    makeDirectories(temp);
  }

  private void makeDirectories(Path in) throws IOException {
    source = Files.createDirectory(in.resolve("source"));
    target = Files.createDirectory(in.resolve("target"));
  }

  /// Everything that a Linux file system can hold.
  private void makeEverything() throws Exception {
    VolumeProof.shell(
        source,
        """
        echo newline > $'new\\nline'; echo bytes > $'\\xff\\xfe invalid \\x80'; echo dash > ./-dash
        echo emoji > 😀; echo space > ' lead and trail '; echo 255 > "$(printf 'n%.0s' {1..255})"
        mkdir $'d\\xc3\\x28' a a-b a/empty; echo x > a-b/x; echo x > a/x; : > a/nothing
        ln a/x a-b/second-name; ln a/x third; ln -s /etc/passwd absolute; ln -s gone dangling
        ln -s "$(printf 'l%.0s' {1..4095})" long-link; ln dangling dangling-too
        mknod null c 1 3; mknod block b 259 1048575; mknod wide c 511 1048575; mkfifo pipe; ln pipe pipe-too
        echo caps > caps; setcap cap_net_raw,cap_chown+ep caps
        echo user > user; setfattr -n user.plain -v text user; setfattr -n user.binary -v 0x00ff00 user
        setfattr -n user.large -v "$(head -c 3000 /dev/zero | tr '\\0' x)" user; setfattr -n trusted.secret -v t user
        setfattr -n user.empty user; setfattr -h -n trusted.link -v on-link absolute
        setfattr -n user.dir -v d a; setfattr -h -n trusted.fifo -v f pipe
        echo acl > acl; setfacl -m u:1234:rwx,g:77:r,m::rx acl; setfacl -d -m u:99:rw a; setfacl -m g:5:x a
        echo set > setuid; chmod 6755 setuid; echo none > none; chmod 0 none; chmod 1777 a-b; chmod 0500 a/empty
        chown 1000:2000 a/x setuid; chmod 6755 setuid; chown -h 7:8 dangling absolute; chown 4294967294:4294967294 caps
        setcap cap_net_raw,cap_chown+ep caps; chown 3:3 a; chmod 2775 a
        head -c 131072 /dev/urandom > slice; head -c 131073 /dev/urandom > chunk; head -c 9000000 /dev/urandom > big
        mkdir -p "$(printf 'deep/%.0s' {1..200})"; echo deep > "$(printf 'deep/%.0s' {1..200})bottom"
        touch -d '1969-07-20 20:17:40.123456789Z' a/x; touch -h -d '2001-02-03 04:05:06.000000001Z' dangling
        touch -d '2262-04-11 23:47:16.854775807Z' big; touch -d '1999-01-01 00:00:00.999999999Z' a null pipe .
        """);
  }

  @Test
  void everythingComesBackTheSameOnADisk(@TempDir Path disk) throws Exception {
    makeDirectories(disk);
    everything();
  }

  @Test
  void everythingComesBackTheSame() throws Exception {
    everything();
  }

  private void everything() throws Exception {
    makeEverything();
    List<String> before = VolumeProof.of(source);

    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
    FillResult filled =
        new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);

    assertThat(saved.problems().lines()).isEmpty();
    assertThat(saved.skipped().lines()).isEmpty();
    assertThat(filled.problems().lines()).isEmpty();
    assertThat(filled.skipped().lines()).isEmpty();
    assertThat(filled.error()).isNull();
    assertThat(VolumeProof.of(target)).isEqualTo(before).hasSizeGreaterThan(100);
    assertThat(filled.entries()).isEqualTo(saved.root().stats().entries());
    assertThat(VolumeProof.of(source)).as("the source is as it was").isEqualTo(before);
  }

  @Test
  void theProofNoticesEveryChange() throws Exception {
    makeEverything();
    List<String> before = VolumeProof.of(source);
    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
    new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);

    Path copy = temp.resolve("copy");
    for (String change : CHANGES) {
      VolumeProof.shell(temp, "rm -rf copy; cp -a target copy");
      assertThat(VolumeProof.of(copy)).as("before: %s", change).isEqualTo(before);
      VolumeProof.shell(copy, change);
      assertThat(VolumeProof.of(copy)).as("after: %s", change).isNotEqualTo(before);
    }
  }

  @Test
  void socketsAreSkippedAndSaidSo() throws Exception {
    VolumeProof.shell(
        source,
        "echo x > file; perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un(\"sock\"))'");

    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
    new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);

    assertThat(saved.skipped().lines()).singleElement().asString().startsWith("sock: a socket");
    assertThat(saved.problems().lines()).isEmpty();
    assertThat(VolumeProof.shell(target, "ls")).isEqualTo("file\n");
  }

  @Test
  void holesComeBackWhereTheyWereOnADisk(@TempDir Path disk) throws Exception {
    temp = disk;
    makeDirectories(disk);
    holes();
  }

  @Test
  void holesComeBackWhereTheyWere() throws Exception {
    holes();
  }

  private void holes() throws Exception {
    VolumeProof.shell(
        source,
        """
        truncate -s 5G sparse; for at in 0 100 4097 5119; do head -c 70000 /dev/urandom | dd of=sparse bs=1M seek=$at conv=notrunc status=none; done
        truncate -s 1G hole; truncate -s 100000 small; printf x | dd of=small bs=1 seek=60000 conv=notrunc status=none
        printf x > tail; truncate -s 3M tail; head -c 8M /dev/zero > zeros
        """);
    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
    new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);

    for (String name : List.of("sparse", "hole", "small", "tail", "zeros")) {
      assertThat(extents(target.resolve(name))).as(name).isEqualTo(extents(source.resolve(name)));
    }
    assertThat(extents(target.resolve("hole"))).isEmpty();
    assertThat(extents(target.resolve("sparse"))).hasSizeGreaterThanOrEqualTo(4);
    assertThat(blobs.offeredData()).isLessThan(16 << 20);
    assertThat(VolumeProof.shell(target, "stat -c '%n %s %b' *"))
        .isEqualTo(VolumeProof.shell(source, "stat -c '%n %s %b' *"));
    VolumeProof.shell(
        temp,
        "cmp source/sparse target/sparse; cmp source/small target/small; cmp source/tail target/tail; cmp source/zeros target/zeros");
  }

  private static List<String> extents(Path path) throws IOException {
    List<String> extents = new ArrayList<>();
    try (Fd fd = Fd.file(path, OpenFlags.READ)) {
      long end = Content.end(fd);
      for (long at = Content.nextData(fd, 0); at >= 0 && at < end; ) {
        long hole = Content.nextHole(fd, at);
        extents.add(at + "-" + hole);
        at = Content.nextData(fd, hole);
      }
    }
    return extents;
  }

  @Test
  void aHugeDirectoryAndManySmallFiles() throws Exception {
    VolumeProof.shell(
        source,
        "mkdir many; cd many; seq 1 100000 | xargs touch; echo one > 777; seq -f d%g 1 999 | xargs mkdir; for i in $(seq 1 999); do echo $i > d$i/f; done");
    List<String> before = VolumeProof.of(source);

    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
    new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);

    assertThat(saved.root().stats().entries()).isEqualTo(2 + 100_000 + 2 * 999);
    assertThat(VolumeProof.of(target)).isEqualTo(before);
  }

  @Test
  void aTargetThatIsNotEmptyIsLeftAlone() throws Exception {
    VolumeProof.shell(source, "echo x > x");
    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
    Files.writeString(target.resolve("precious"), "p");

    assertThatThrownBy(
            () -> new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not empty");
    assertThat(VolumeProof.shell(target, "ls")).isEqualTo("precious\n");
  }

  @Test
  void lostAndFoundOfANewFileSystemIsNoObstacle() throws Exception {
    VolumeProof.shell(
        source, "mkdir -m 700 lost+found; echo x > x; touch -d '2020-01-01' lost+found .");
    VolumeProof.shell(target, "mkdir -m 755 lost+found");
    List<String> before = VolumeProof.of(source);
    SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);

    FillResult filled =
        new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);

    assertThat(filled.problems().lines()).isEmpty();
    assertThat(VolumeProof.of(target)).isEqualTo(before);
  }
}
