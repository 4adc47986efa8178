package io.csdr.vault.posix;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Measures saves and fills of a directory: `SOURCE BLOBS [TARGET]`, where BLOBS is a file to write and TARGET an empty
/// directory. Without TARGET, content is hashed and thrown away.
final class VolumeBenchMain {
  private static double cpuBefore;

  private VolumeBenchMain() {}

  public static void main(String[] args) throws Exception {
    Path source = Path.of(args[0]);
    boolean fill = args.length > 2;
    Path blobFile = Path.of(args[1]);
    int rounds = Integer.getInteger("rounds", 1);
    for (int round = 0; round < rounds; round++) {
      Files.deleteIfExists(blobFile);
      try (DiskBlobs blobs = new DiskBlobs(blobFile, fill)) {
        long start = System.nanoTime();
        SaveResult first = new FileTreeSaver(blobs, VolumeSettings.DEFAULT).save(source);
        tell("first save", start, first, blobs);
        for (int i = 0; i < 2; i++) {
          start = System.nanoTime();
          SaveResult again =
              new FileTreeSaver(blobs, VolumeSettings.DEFAULT)
                  .withParent(blobs, first.root().id())
                  .save(source);
          tell("unchanged", start, again, blobs);
        }
        if (fill) {
          start = System.nanoTime();
          FillResult filled =
              new FileTreeFiller(blobs, FillSettings.DEFAULT)
                  .fill(first.root().id(), Path.of(args[2]));
          System.out.printf(
              Locale.ROOT,
              "fill        %6.2f s  cpu %6.2f s  %7.1f MB/s  %d entries, %d problems%n",
              (System.nanoTime() - start) / 1e9,
              cpu(),
              filled.bytes() * 1e3 / (System.nanoTime() - start),
              filled.entries(),
              filled.problems().count());
        }
      }
    }
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == java.lang.management.MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    System.out.printf(Locale.ROOT, "sum of peaks of heap pools %d MB%n", peak >> 20);
  }

  /// CPU seconds since the last call.
  private static double cpu() {
    double now =
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    double spent = now - cpuBefore;
    cpuBefore = now;
    return spent;
  }

  private static void tell(String what, long start, SaveResult saved, DiskBlobs blobs) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-10s  %6.2f s  cpu %6.2f s  %7.1f MB/s  %d entries, %d unchanged, %d problems, offered %d MB, %d blobs%n",
        what,
        seconds,
        cpu(),
        saved.root().stats().bytes() / seconds / 1e6,
        saved.root().stats().entries(),
        saved.unchanged(),
        saved.problems().count(),
        blobs.stats().offered() >> 20,
        blobs.stats().freshBlobs());
  }
}
