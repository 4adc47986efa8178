package io.csdr.engine.volume.channel;

import io.csdr.engine.volume.job.PodRef;
import io.csdr.vault.tunnel.DuplexStream;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Measures the ways through the API server into a pod: `NAMESPACE POD MIB ROUNDS`. The pod has a shell, `head` and
/// `socat`. Every way carries the same number of bytes in each direction, all ways in turns, medians are printed.
final class StreamBenchMain {
  private static final int DOWN_PORT = 7421;
  private static final int UP_PORT = 7422;

  private final KubernetesClient client;
  private final PodRef pod;
  private final long bytes;
  private final Map<String, List<Double>> rates = new LinkedHashMap<>();

  private StreamBenchMain(KubernetesClient client, PodRef pod, long bytes) {
    this.client = client;
    this.pod = pod;
    this.bytes = bytes;
  }

  public static void main(String[] args) throws Exception {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      StreamBenchMain bench =
          new StreamBenchMain(
              client, new PodRef(args[0], args[1], ""), Long.parseLong(args[2]) << 20);
      try (ExecWatch _ = bench.listen(DOWN_PORT, bench.source());
          ExecWatch _ = bench.listen(UP_PORT, bench.sink())) {
        Thread.sleep(1000);
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
          bench.round();
        }
      }
      bench.print();
    }
  }

  private String source() {
    return "head -c " + bytes + " /dev/zero";
  }

  private String sink() {
    return "head -c " + bytes + " >/dev/null && echo all";
  }

  private ExecWatch listen(int port, String command) {
    return exec(
        "socat",
        "TCP-LISTEN:" + port + ",bind=127.0.0.1,fork,reuseaddr",
        "SYSTEM:" + command.replace(":", "\\:"));
  }

  private ExecWatch exec(String... command) {
    return client
        .pods()
        .inNamespace(pod.namespace())
        .withName(pod.name())
        .redirectingInput(64 << 10)
        .redirectingOutput()
        .exec(command);
  }

  private void round() throws Exception {
    measure("kubectl exec, from the pod", () -> drain(kubectl(source()).getInputStream()));
    measure(
        "kubectl exec, to the pod",
        () -> {
          Process process = kubectl(sink());
          fill(process.getOutputStream(), process.getInputStream());
        });
    measure(
        "client library's exec, from the pod",
        () -> {
          try (ExecWatch watch = exec("sh", "-c", source())) {
            drain(watch.getOutput());
          }
        });
    measure(
        "our stream, from the pod",
        () -> {
          try (DuplexStream stream = open(DOWN_PORT)) {
            drain(stream.in());
          }
        });
    measure(
        "our stream, to the pod",
        () -> {
          try (DuplexStream stream = open(UP_PORT)) {
            fill(stream.out(), stream.in());
          }
        });
  }

  private Process kubectl(String command) throws IOException {
    return new ProcessBuilder(
            "kubectl", "-n", pod.namespace(), "exec", "-i", pod.name(), "--", "sh", "-c", command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private DuplexStream open(int port) throws IOException {
    return PodStream.open(client, pod, port, Duration.ofSeconds(20));
  }

  private void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[64 << 10];
    for (long left = bytes; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException(left + " bytes are missing");
      }
      left -= n;
    }
  }

  private void fill(OutputStream out, InputStream answer) throws IOException {
    byte[] buffer = new byte[64 << 10];
    for (long left = bytes; left > 0; left -= buffer.length) {
      out.write(buffer);
    }
    out.flush();
    if (answer.read() != 'a') {
      throw new IOException("the pod did not take all");
    }
  }

  private void measure(String name, Way way) throws Exception {
    long start = System.nanoTime();
    way.carry();
    double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
    rates.computeIfAbsent(name, n -> new ArrayList<>()).add(bytes / 1e6 / seconds);
  }

  private void print() {
    double yardstick = 0;
    for (Map.Entry<String, List<Double>> way : rates.entrySet()) {
      List<Double> sorted = way.getValue().stream().sorted().toList();
      double median = sorted.get(sorted.size() / 2);
      yardstick = yardstick == 0 ? median : yardstick;
      System.out.printf(
          Locale.ROOT, "%-38s %7.1f MB/s  %.2f%n", way.getKey(), median, median / yardstick);
    }
  }

  /// One way to carry all bytes once.
  private interface Way {
    void carry() throws Exception;
  }
}
