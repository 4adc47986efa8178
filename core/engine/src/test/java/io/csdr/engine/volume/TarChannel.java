package io.csdr.engine.volume;

import io.csdr.engine.volume.job.MoverChannel;
import io.csdr.engine.volume.job.PodRef;
import io.csdr.model.job.MoverProgress;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Does a mover's work with tar and cat of the image `localhost/csdr-tools:1`, so that everything around
/// a mover can be proven without one. Saved volumes lie in memory.
final class TarChannel implements MoverChannel {
  private static final String TAR = "tar --numeric-owner --xattrs --xattrs-include='*' --acls -S";

  private final KubernetesClient client;
  private final Map<String, byte[]> saved = new ConcurrentHashMap<>();
  private final List<PodRef> pods = new CopyOnWriteArrayList<>();
  private volatile String before = "true";

  TarChannel(KubernetesClient client) {
    this.client = client;
  }

  /// A shell command that every mover runs before its work, such as `sleep 20`.
  TarChannel before(String command) {
    this.before = command;
    return this;
  }

  /// The pods in which movers began their work, in order.
  List<PodRef> pods() {
    return List.copyOf(pods);
  }

  /// Stores bytes as if a mover had saved them.
  String keep(byte[] bytes) {
    String root = sha256(bytes);
    saved.put(root, bytes);
    return root;
  }

  byte[] bytes(String root) {
    byte[] bytes = saved.get(root);
    if (bytes == null) {
      throw new IllegalStateException("nothing saved as " + root);
    }
    return bytes;
  }

  @Override
  public List<String> arguments() {
    return List.of("sleep", "3600");
  }

  @Override
  public MoverReport run(PodRef pod, MoverTask task, Consumer<MoverProgress> progress)
      throws IOException, InterruptedException {
    pods.add(pod);
    progress.accept(new MoverProgress(0, 0, 1, 0, 0));
    return switch (task) {
      case MoverTask.SaveVolume save -> save(pod, save);
      case MoverTask.FillVolume fill -> fill(pod, fill);
    };
  }

  private MoverReport save(PodRef pod, MoverTask.SaveVolume task)
      throws IOException, InterruptedException {
    String work = task.block() ? "cat " + task.path() : TAR + " -C " + task.path() + " -cpf - .";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exec(pod, before + " && " + work, InputStream.nullInputStream(), out);
    String root = keep(out.toByteArray());
    return new MoverReport(root, 1, out.size(), out.size(), out.size(), List.of(), List.of(), null);
  }

  private MoverReport fill(PodRef pod, MoverTask.FillVolume task)
      throws IOException, InterruptedException {
    byte[] bytes = bytes(task.root());
    String work =
        task.block()
            ? "dd of=" + task.path() + " conv=fsync"
            : TAR + " -C " + task.path() + " -xpf -";
    exec(
        pod,
        before + " && head -c " + bytes.length + " | " + work,
        new ByteArrayInputStream(bytes),
        new ByteArrayOutputStream());
    return new MoverReport(null, 1, bytes.length, 0, 0, List.of(), List.of(), null);
  }

  private void exec(PodRef pod, String command, InputStream in, ByteArrayOutputStream out)
      throws IOException, InterruptedException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> argv = new ArrayList<>(List.of("sh", "-c", command));
    try (ExecWatch watch =
        client
            .pods()
            .inNamespace(pod.namespace())
            .withName(pod.name())
            .redirectingInput()
            .writingOutput(out)
            .writingError(err)
            .exec(argv.toArray(String[]::new))) {
      in.transferTo(watch.getInput());
      watch.getInput().flush();
      Integer code = watch.exitCode().get();
      if (code == null || code != 0) {
        throw new IOException(command + ": " + code + " " + err.toString(StandardCharsets.UTF_8));
      }
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
