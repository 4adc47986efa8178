package io.csdr.vault.bench;

import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.blob.WriteStats;
import io.csdr.vault.chunk.ChunkStream;
import io.csdr.vault.chunk.Chunker;
import io.csdr.vault.codec.Level;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.store.DirectoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Measures the pipeline alone: `PipelineBench DATA VAULT LEVEL` reads all files below DATA, puts files of at
/// most 128 KiB in bundles and the others in chunks, into a new vault at VAULT; then puts them again; then fetches
/// everything. Prints one line for each.
public final class PipelineBench {
  private static final int SMALL = 128 << 10;
  private static final int BUNDLE = 1 << 20;

  private final byte[] bundle = new byte[BUNDLE + SMALL];
  private final List<BlobId> ids = new ArrayList<>();
  private int bundled;

  private PipelineBench() {}

  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    Path place = Path.of(args[1]);
    Level level = Level.valueOf(args[2].toUpperCase(Locale.ROOT));
    CreateOptions options = CreateOptions.standard();
    KeyFile key = KeyFile.random(options.id());
    try (Vault vault = Vault.create(DirectoryStore.create(place), options, key, "bench")) {
      new PipelineBench().save("first", vault, data, level);
    }
    try (Vault vault = Vault.open(DirectoryStore.open(place), KeySource.of(key))) {
      PipelineBench again = new PipelineBench();
      again.save("again", vault, data, level);
      again.fetch(vault);
    }
  }

  private void save(String what, Vault vault, Path data, Level level) throws IOException {
    long start = System.nanoTime();
    BlobWriter writer = vault.writer(level);
    ChunkStream chunks = new ChunkStream(new Chunker(writer.chunkerKey(), vault.chunkSizes()));
    List<Path> files;
    try (Stream<Path> walk = Files.walk(data)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      long size = Files.size(file);
      try (InputStream in = Files.newInputStream(file)) {
        if (size > SMALL) {
          chunks.drain(in, (bytes, at, length) -> put(writer, BlobType.DATA, bytes, at, length));
        } else {
          bundled += Math.max(0, in.readNBytes(bundle, bundled, SMALL));
          if (bundled >= BUNDLE) {
            put(writer, BlobType.BUNDLE, bundle, 0, bundled);
            bundled = 0;
          }
        }
      }
    }
    if (bundled > 0) {
      put(writer, BlobType.BUNDLE, bundle, 0, bundled);
    }
    writer.flush();
    WriteStats stats = writer.stats();
    String detail =
        "%d blobs, fresh %d MB, stored %d MB"
            .formatted(ids.size(), stats.fresh() >> 20, stats.stored() >> 20);
    report(what, start, stats.offered(), detail);
  }

  private void put(BlobWriter writer, BlobType type, byte[] bytes, int at, int length) {
    ids.add(writer.put(type, bytes, at, length));
  }

  private void fetch(Vault vault) {
    long start = System.nanoTime();
    LongAdder bytes = new LongAdder();
    vault
        .reader()
        .fetch(
            ids,
            new BlobReceiver() {
              @Override
              public void received(BlobId id, byte[] plain) {
                bytes.add(plain.length);
              }

              @Override
              public void lost(BlobId id, VaultException why) {
                throw why;
              }
            });
    report("fetch", start, bytes.sum(), "");
  }

  private static void report(String what, long start, long bytes, String detail)
      throws IllegalStateException {
    double seconds = (System.nanoTime() - start) / 1e9;
    long cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f s, %.0f MB/s, peak %s, heap %d MB, process CPU %.2f s; %s%n",
        what,
        seconds,
        bytes / 1e6 / seconds,
        peak(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
        cpu / 1e3,
        detail);
  }

  private static String peak() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM"))
          .findFirst()
          .orElse("?")
          .substring(6)
          .strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
