package io.csdr.engine.volume;

import io.csdr.engine.cluster.CauseWords;
import io.csdr.engine.volume.job.MoverChannel;
import io.csdr.engine.volume.job.PodRef;
import io.csdr.model.job.EntryLines;
import io.csdr.model.job.MoverProgress;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
  /// What may be on its way to a pod at a time: the client drops connections whose peer reads too slowly.
  private static final int WINDOW = 1 << 20;

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
    exec(pod, before + " && " + work, new byte[0], out);
    String root = keep(out.toByteArray());
    return new MoverReport(
        root,
        1,
        out.size(),
        out.size(),
        out.size(),
        EntryLines.NONE,
        EntryLines.NONE,
        EntryLines.NONE,
        null);
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
        before + " && " + windows(bytes.length) + " | " + work,
        bytes,
        OutputStream.nullOutputStream());
    return new MoverReport(
        null, 1, bytes.length, 0, 0, EntryLines.NONE, EntryLines.NONE, EntryLines.NONE, null);
  }

  /// Passes its input on and prints the line `more` on its error stream before each window.
  private static String windows(int length) {
    return "{ left="
        + length
        + "; while [ $left -gt 0 ]; do n=$((left < "
        + WINDOW
        + " ? left : "
        + WINDOW
        + ")); echo more >&2; head -c $n; left=$((left - n)); done; }";
  }

  private void exec(PodRef pod, String command, byte[] in, OutputStream out)
      throws IOException, InterruptedException {
    try (ExecWatch watch =
        client
            .pods()
            .inNamespace(pod.namespace())
            .withName(pod.name())
            .redirectingInput()
            .writingOutput(out)
            .redirectingError()
            .exec("sh", "-c", command)) {
      String told = feed(watch, in);
      Integer code = watch.exitCode().get();
      if (code == null || code != 0) {
        throw new IOException(command + ": " + code + " " + told);
      }
    } catch (ExecutionException | KubernetesClientException e) {
      throw new IOException(CauseWords.of(e), e);
    }
  }

  /// Sends `in` as the command asks for it, and returns what else the command says on its error stream.
  private static String feed(ExecWatch watch, byte[] in) throws IOException {
    StringBuilder told = new StringBuilder();
    BufferedReader errors =
        new BufferedReader(new InputStreamReader(watch.getError(), StandardCharsets.UTF_8));
    int sent = 0;
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (line.equals("more") && sent < in.length) {
        int length = Math.min(WINDOW, in.length - sent);
        watch.getInput().write(in, sent, length);
        watch.getInput().flush();
        sent += length;
      } else {
        told.append(line).append('\n');
      }
    }
    return told.toString();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
