package io.csdr.mover;

import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.tunnel.DuplexStream;
import io.csdr.vault.tunnel.HostKey;
import io.csdr.vault.tunnel.TunnelHost;
import io.csdr.vault.tunnel.TunnelSettings;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Saves a small directory through a tunnel into a vault in memory and fills it back, as in a pod but in one
/// process. The image's builder runs it: it shows that the image is whole, and trains the runtime's cache.
final class MoverSelfTest {
  private static final int FILES = 40;
  private static final int LONGEST = 1 << 20;

  private MoverSelfTest() {}

  /// @throws IOException when a file is not what it was
  static void run() throws IOException {
    Path place = Files.createTempDirectory("csdr-self-test");
    try {
      CreateOptions options = CreateOptions.standard();
      try (Vault vault =
          Vault.create(new MemoryStore(), options, KeyFile.random(options.id()), "self-test")) {
        Path source = fillWithFiles(place.resolve("source"));
        Path target = Files.createDirectory(place.resolve("target"));
        MoverReport saved =
            done(
                vault,
                place,
                new MoverTask.SaveVolume(source.toString(), false, null, "fast", null));
        String root = String.valueOf(saved.root());
        done(vault, place, new MoverTask.FillVolume(target.toString(), false, root, false));
        requireEqual(source, target);
      }
    } finally {
      remove(place);
    }
  }

  private static Path fillWithFiles(Path source) throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < FILES; i++) {
      Path file = source.resolve("d" + i % 4).resolve("f" + i);
      Files.createDirectories(file.getParent());
      byte[] bytes = new byte[random.nextInt(i % 8 == 0 ? LONGEST : 4096)];
      random.nextBytes(bytes);
      Files.write(file, bytes);
    }
    Files.createSymbolicLink(source.resolve("link"), Path.of("d0/f0"));
    return source;
  }

  private static MoverReport done(Vault vault, Path place, MoverTask task) throws IOException {
    HostKey key = HostKey.generate();
    Path socket = place.resolve("socket");
    MoverArguments arguments =
        new MoverArguments("self-test", key.publicKey(), new MoverArguments.Address.Socket(socket));
    OpenDesk desk = new OpenDesk(vault, task);
    CompletableFuture<Void> mover = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("self-test-mover").start(() -> move(arguments, mover));
    try (TunnelHost host = new TunnelHost(key, "self-test", desk, TunnelSettings.DEFAULT)) {
      host.serve(connect(socket, mover));
    }
    mover.join();
    Files.delete(socket);
    MoverReport report = desk.report();
    if (report.error() != null) {
      throw new IOException(report.error());
    }
    return report;
  }

  private static void move(MoverArguments arguments, CompletableFuture<Void> end) {
    try {
      new MoverRun(arguments, TunnelSettings.DEFAULT, () -> {}).run();
      end.complete(null);
    } catch (IOException | RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  private static DuplexStream connect(Path socket, CompletableFuture<Void> mover)
      throws IOException {
    @Nullable SocketChannel channel = null;
    while (channel == null) {
      try {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      } catch (SocketException e) {
        if (mover.isDone()) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
    return new DuplexStream(
        Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
  }

  private static void requireEqual(Path source, Path target) throws IOException {
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        Path other = target.resolve(source.relativize(path));
        if (Files.mismatch(path, other) >= 0) {
          throw new IOException(other + " is not what was saved");
        }
      }
    }
  }

  private static void remove(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
