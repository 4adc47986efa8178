package io.csdr.mover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.store.DirectoryStore;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.tunnel.DuplexStream;
import io.csdr.vault.tunnel.HostKey;
import io.csdr.vault.tunnel.TunnelHost;
import io.csdr.vault.tunnel.TunnelSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The mover as the program that it is, in a process of its own, against a vault in a directory.
@Timeout(180)
class MoverProcessTest {
  private static final HostKey KEY = HostKey.generate();

  @TempDir private Path place;
  private Vault vault;
  private int started;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void makeVault() throws IOException {
    CreateOptions options = CreateOptions.standard();
    DirectoryStore store = DirectoryStore.create(place.resolve("vault"));
    vault = Vault.create(store, options, KeyFile.random(options.id()), "test");
  }

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
    vault.close();
  }

  private record Mover(Process process, Path socket, Path log) {
    String said() throws IOException {
      return Files.readString(log);
    }
  }

  private Mover start() throws IOException {
    Path socket = place.resolve("s" + ++started);
    Path log = place.resolve("log" + started);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xmx160m",
            "-cp",
            System.getProperty("java.class.path"),
            MoverMain.class.getName(),
            "--run",
            "run-1",
            "--host-key",
            KEY.encodedPublicKey(),
            "--listen",
            socket.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    return new Mover(process, socket, log);
  }

  private static DuplexStream connect(Mover mover) throws IOException, InterruptedException {
    while (true) {
      try {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(mover.socket));
        return new DuplexStream(
            Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
      } catch (SocketException e) {
        assertThat(mover.process.isAlive()).as(mover.said()).isTrue();
        Thread.sleep(20);
      }
    }
  }

  private static TunnelHost host(OpenDesk desk) {
    return new TunnelHost(KEY, "run-1", desk, TunnelSettings.DEFAULT);
  }

  private MoverReport done(MoverTask task) throws IOException, InterruptedException {
    Mover mover = start();
    OpenDesk desk = new OpenDesk(vault, task);
    TunnelHost.End end = host(desk).serve(connect(mover));
    assertThat(end).isEqualTo(new TunnelHost.End.Finished());
    assertThat(mover.process.waitFor()).as(mover.said()).isZero();
    return desk.report();
  }

  private Path source(int files) throws IOException {
    Path source = Files.createDirectory(place.resolve("source"));
    Random random = new Random(1);
    for (int i = 0; i < files; i++) {
      Path file = source.resolve("dir " + i % 7).resolve("secret-name-" + i);
      Files.createDirectories(file.getParent());
      byte[] bytes = new byte[random.nextInt(i % 10 == 0 ? 3 << 20 : 9_000)];
      random.nextBytes(bytes);
      Files.write(file, bytes);
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(i % 2 == 0 ? "rw-r-----" : "rwxr-xr-x"));
    }
    Files.createSymbolicLink(source.resolve("link"), Path.of("dir 0/nowhere"));
    Files.createLink(source.resolve("hard"), source.resolve("dir 0").resolve("secret-name-0"));
    return source;
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(text).isZero();
      return text;
    }
  }

  /// Every file's name, type, mode, owners, link count, size, time in ns, link target and content.
  private static String facts(Path directory) throws IOException, InterruptedException {
    String script =
        "cd \"$0\" && find . -mindepth 1 -not -type d -printf '%p %y %m %U %G %n %s %T@ %l\\n' | sort"
            + " && find . -mindepth 1 -type d -printf '%p %m %U %G %T@\\n' | sort"
            + " && find . -type f -print0 | sort -z | xargs -0 sha256sum";
    return output("sh", "-c", script, directory.toString());
  }

  @Test
  void whatOneMoverSavesAnotherFillsBack() throws Exception {
    Path source = source(120);
    MoverReport saved =
        done(new MoverTask.SaveVolume(source.toString(), false, null, "balanced", null));
    assertThat(saved.error()).isNull();
    assertThat(saved.problems().lines()).isEmpty();
    assertThat(saved.entries()).isGreaterThan(120);
    assertThat(saved.newBytes()).isPositive();

    Path target = Files.createDirectory(place.resolve("target"));
    String root = String.valueOf(saved.root());
    MoverReport filled = done(new MoverTask.FillVolume(target.toString(), false, root, false));
    assertThat(filled.error()).isNull();
    assertThat(filled.problems().lines()).isEmpty();
    assertThat(facts(target)).isEqualTo(facts(source));

    MoverReport again =
        done(new MoverTask.SaveVolume(source.toString(), false, root, "balanced", null));
    assertThat(again.error()).isNull();
    assertThat(again.newBytes()).isZero();
    assertThat(again.root()).isEqualTo(root);
  }

  @Test
  void aBlockDeviceComesBackToTheLastByte() throws Exception {
    Path source = place.resolve("source.img");
    byte[] bytes = new byte[(5 << 20) + 512];
    new Random(2).nextBytes(bytes);
    Arrays.fill(bytes, 1 << 20, 3 << 20, (byte) 0);
    Files.write(source, bytes);
    MoverReport saved = done(new MoverTask.SaveVolume(source.toString(), true, null, "fast", null));
    assertThat(saved.error()).isNull();

    Path target = Files.createFile(place.resolve("target.img"));
    String root = String.valueOf(saved.root());
    MoverReport filled = done(new MoverTask.FillVolume(target.toString(), true, root, false));
    assertThat(filled.error()).isNull();
    assertThat(output("cmp", source.toString(), target.toString())).isEmpty();
  }

  @Test
  void aMoverPrintsNothingOfTheVolume() throws Exception {
    Path source = source(20);
    Mover mover = start();
    OpenDesk desk =
        new OpenDesk(vault, new MoverTask.SaveVolume(source.toString(), false, null, "fast", null));
    host(desk).serve(connect(mover));
    assertThat(mover.process.waitFor()).isZero();
    assertThat(mover.said()).isEqualTo("mover of run run-1 waits for its host\nreported\n");
  }

  @Test
  void aTaskThatCannotBeDoneIsReported() throws Exception {
    MoverReport report =
        done(
            new MoverTask.SaveVolume(
                place.resolve("absent").toString(), false, null, "fast", null));
    assertThat(report.root()).isNull();
    assertThat(report.error()).contains("absent");
  }

  @Test
  void theSessionOutlastsItsConnectionsAndHosts() throws Exception {
    Path source = source(300);
    Mover mover = start();
    MoverTask task = new MoverTask.SaveVolume(source.toString(), false, null, "none", null);
    OpenDesk desk = new OpenDesk(vault, task);
    TunnelHost.End end = new TunnelHost.End.Broken("not begun");
    int connections = 0;
    while (end instanceof TunnelHost.End.Broken) {
      long most = 1_000_000L << connections++;
      // A new host each time, as if the plugin had been killed and continued.
      end = host(desk).serve(Severed.after(connect(mover), most));
    }
    assertThat(connections).isGreaterThan(2);
    assertThat(mover.process.waitFor()).isZero();

    Path target = Files.createDirectory(place.resolve("target"));
    String root = String.valueOf(desk.report().root());
    done(new MoverTask.FillVolume(target.toString(), false, root, false));
    assertThat(facts(target)).isEqualTo(facts(source));
  }

  @Test
  void aCancelledMoverSaysSoAndEnds() throws Exception {
    Path source = source(300);
    Mover mover = start();
    OpenDesk desk =
        new OpenDesk(vault, new MoverTask.SaveVolume(source.toString(), false, null, "max", null));
    try (TunnelHost host = host(desk)) {
      host.cancel();
      host.serve(connect(mover));
    }
    assertThat(mover.process.waitFor()).isZero();
    assertThat(desk.report().error()).contains("cancelled");
  }

  @Test
  void sigtermEndsAMoverWithoutAHost() throws Exception {
    Mover mover = start();
    connect(mover).close();
    mover.process.destroy();
    assertThat(mover.process.waitFor()).isEqualTo(143);
  }

  @Test
  void aMoverThatNobodyVisitsGivesUp() {
    MoverArguments arguments =
        new MoverArguments(
            "run-1", KEY.publicKey(), new MoverArguments.Address.Socket(place.resolve("lonely")));
    TunnelSettings hasty = TunnelSettings.DEFAULT.withPatience(Duration.ofMillis(100));
    assertThatThrownBy(() -> new MoverRun(arguments, hasty, () -> {}).run())
        .isInstanceOf(StoreException.Unreachable.class);
  }

  @Test
  void theSelfTestOfTheImagePasses() throws Exception {
    String said =
        output(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MoverMain.class.getName(),
            "--self-test");
    assertThat(said).isEmpty();
  }
}
