package io.csdr.engine.volume;

import io.csdr.engine.volume.claim.CaptureChoice;
import io.csdr.engine.volume.claim.ClaimReader;
import io.csdr.engine.volume.gate.VolumeTraits;
import io.csdr.engine.volume.job.Placement;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.ProgressSink;
import io.csdr.model.PvcRef;
import io.csdr.model.VolumeMode;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.vault.fault.FaultPoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Captures or restores the claim `data` in a process of its own, so that it can be killed half way.
/// A claim
/// that is there is replaced. Arguments: kubeconfig, namespace, run id, and `snapshot`, `copy` or a file to
/// fill the claim from.
final class CrashProgram {
  private CrashProgram() {}

  public static void main(String[] args) throws Exception {
    FaultPoint.arm(System.getenv());
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(args[0])))
            .build()) {
      RunScope scope = RunScope.ofClient(args[2], Instant.now().plus(Duration.ofHours(1)));
      TarChannel channel = new TarChannel(client);
      try (VolumeRun run =
          VolumeRun.open(client, scope, Stage.TOOLS, channel, VolumeTimeouts.DEFAULT)) {
        switch (args[3]) {
          case "snapshot" -> capture(run, args[1], VolumeMode.SNAPSHOT);
          case "copy" -> capture(run, args[1], VolumeMode.COPY);
          default -> fill(run, args[1], channel.keep(Files.readAllBytes(Path.of(args[3]))));
        }
      }
    }
  }

  private static void capture(VolumeRun run, String namespace, VolumeMode mode) throws Exception {
    CaptureSettings settings =
        new CaptureSettings(new CaptureChoice(mode, null), 1, "none", Map.of());
    new VolumeCapture(run, settings)
        .capture(
            new ClaimReader(run.client(), Map.of()).read(List.of(new PvcRef(namespace, "data"))),
            ProgressSink.NONE);
  }

  private static void fill(VolumeRun run, String namespace, String root) throws Exception {
    boolean there =
        run.client().persistentVolumeClaims().inNamespace(namespace).withName("data").get() != null;
    ExistingPolicy existing = there ? ExistingPolicy.REPLACE : ExistingPolicy.NONE;
    FillRequest request =
        new FillRequest(
            Stage.template(namespace, "data", "csdr-immediate", "64Mi", false),
            new FillRequest.Content.Tree(root, 1, null),
            Placement.ANYWHERE,
            VolumeTraits.NONE);
    VolumeFill fill = new VolumeFill(run, new FillSettings(existing, false));
    try (VolumeFill.Guarded guarded = fill.guard(request)) {
      fill.fill(guarded, ProgressSink.NONE);
    }
  }
}
