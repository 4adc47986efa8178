package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.blob.MemoryBlobs;
import io.csdr.vault.tree.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class FileTreePropertiesTest {

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void whatIsSavedIsRestored(@ForAll long seed) throws Exception {
    Path temp =
        Files.createTempDirectory(
            Files.isWritable(Path.of("/dev/shm")) ? Path.of("/dev/shm") : Path.of("/tmp"),
            "csdr-test");
    try {
      Path source = Files.createDirectory(temp.resolve("source"));
      Path target = Files.createDirectory(temp.resolve("target"));
      try (Fd top = Fd.directory(source)) {
        new RandomVolume(new Random(seed)).make(top);
      }
      MemoryBlobs blobs = new MemoryBlobs();

      SaveResult saved = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
      FillResult filled =
          new FileTreeFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);

      assertThat(saved.problems().lines()).isEmpty();
      assertThat(filled.problems().lines()).isEmpty();
      assertThat(VolumeProof.of(target)).isEqualTo(VolumeProof.of(source));
    } finally {
      VolumeProof.shell(Path.of("/"), "rm -rf " + temp);
    }
  }

  /// Files of every kind with names, contents and attributes of any bytes.
  private static final class RandomVolume {
    private final Random random;
    private final List<Fd> directories = new ArrayList<>();
    private int made;

    RandomVolume(Random random) {
      this.random = random;
    }

    void make(Fd top) throws IOException {
      directories.add(top);
      for (int i = 0; i < 120; i++) {
        Fd in = directories.get(random.nextInt(directories.size()));
        entry(in, name());
      }
      for (Fd directory : directories.reversed()) {
        decorate(directory);
      }
      directories.subList(1, directories.size()).forEach(Fd::close);
    }

    private void entry(Fd in, byte[] name) throws IOException {
      switch (random.nextInt(9)) {
        case 0, 1 -> {
          Nodes.directory(in, name);
          directories.add(in.openDirectory(name));
        }
        case 2 -> {
          Nodes.symlink(in, name, bytes(1 + random.nextInt(500)));
          Attributes.modified(in, name, stamp());
        }
        case 3 -> {
          Nodes.node(in, name, FileStat.FIFO, 0, 0);
          Attributes.modified(in, name, stamp());
        }
        case 4 -> {
          Nodes.node(in, name, FileStat.BLOCK_DEVICE, random.nextInt(512), random.nextInt(1 << 20));
          Attributes.modified(in, name, stamp());
        }
        default -> file(in, name);
      }
    }

    private void file(Fd in, byte[] name) throws IOException {
      try (Fd fd = in.create(name)) {
        int pieces = random.nextInt(4);
        long at = 0;
        for (int i = 0; i < pieces; i++) {
          at += random.nextBoolean() ? 0 : random.nextInt(3 << 20);
          byte[] content = new byte[1 + random.nextInt(random.nextBoolean() ? 3000 : 3_000_000)];
          random.nextBytes(content);
          Content.write(fd, at, content, 0, content.length);
          at += content.length;
        }
        if (random.nextInt(4) == 0) {
          Content.truncate(fd, at + random.nextInt(1 << 20));
        }
        if (random.nextInt(5) == 0) {
          Fd other = directories.get(random.nextInt(directories.size()));
          Nodes.hardlink(in, name, other, name());
        }
        decorate(fd);
      }
    }

    private void decorate(Fd fd) throws IOException {
      Attributes.owner(fd, random.nextInt(Integer.MAX_VALUE), random.nextInt(Integer.MAX_VALUE));
      Attributes.mode(fd, false, random.nextInt(07777 + 1));
      for (int i = random.nextInt(3); i > 0; i--) {
        String name = (random.nextBoolean() ? "user.x" : "trusted.y") + random.nextInt(1000);
        Xattrs.set(
            fd, false, name.getBytes(StandardCharsets.US_ASCII), bytes(random.nextInt(1500)));
      }
      Attributes.modified(fd, stamp());
    }

    private Stamp stamp() {
      return new Stamp(random.nextLong(1L << 33) - (1L << 31), random.nextInt(1_000_000_000));
    }

    /// A name that was not given before.
    private byte[] name() {
      byte[] name = bytes(8 + random.nextInt(240));
      byte[] number = Integer.toString(made++).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(number, 0, name, name.length - number.length, number.length);
      return name;
    }

    /// Bytes without NUL and slash.
    private byte[] bytes(int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      for (int i = 0; i < length; i++) {
        bytes[i] = bytes[i] == 0 || bytes[i] == '/' ? (byte) 'z' : bytes[i];
      }
      return bytes;
    }
  }
}
