package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.csdr.vault.blob.MemoryBlobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Saves and fills real block devices: loop devices, where the machine has them.
class BlockDeviceTest {
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final List<Path> devices = new ArrayList<>();
  @TempDir private Path temp;

  @BeforeEach
  void requireLoopDevices() throws Exception {
    assumeThat(VolumeProof.shell(temp, "losetup -f > /dev/null 2>&1 && echo yes || echo no"))
        .as("losetup -f finds no loop device: run as root on a machine that has /dev/loop-control")
        .isEqualTo("yes\n");
  }

  @AfterEach
  void detach() throws Exception {
    for (Path device : devices) {
      VolumeProof.shell(temp, "losetup -d " + device);
    }
  }

  private Path device(String name, String make) throws Exception {
    VolumeProof.shell(temp, make);
    Path device = Path.of(VolumeProof.shell(temp, "losetup -f --show " + name).strip());
    devices.add(device);
    return device;
  }

  @Test
  void aDeviceComesBackWithItsHolesZeroed() throws Exception {
    Path source =
        device(
            "source",
            "truncate -s 40M source; head -c 3000000 /dev/urandom | dd of=source bs=1M seek=5 conv=notrunc status=none;"
                + " head -c 2000000 /dev/urandom | dd of=source bs=1M seek=38 conv=notrunc status=none");
    Path target = device("target", "head -c 48M /dev/urandom > target");

    SaveResult saved = new BlockSaver(blobs, VolumeSettings.DEFAULT).save(source);
    FillResult filled =
        new BlockFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target);

    assertThat(saved.root().stats().bytes()).isEqualTo(40 << 20);
    assertThat(saved.problems().lines()).isEmpty();
    assertThat(filled.error()).isNull();
    VolumeProof.shell(temp, "cmp -n 41943040 " + source + " " + target);
    assertThat(blobs.offeredData()).isEqualTo(5 << 20);
  }

  @Test
  void aDeviceThatIsTooSmallIsRefused() throws Exception {
    Path source = device("source", "truncate -s 8M source");
    Path target = device("target", "head -c 7M /dev/urandom > target");
    SaveResult saved = new BlockSaver(blobs, VolumeSettings.DEFAULT).save(source);

    assertThatThrownBy(
            () -> new BlockFiller(blobs, FillSettings.DEFAULT).fill(saved.root().id(), target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("7340032")
        .hasMessageContaining("8388608");
  }
}
