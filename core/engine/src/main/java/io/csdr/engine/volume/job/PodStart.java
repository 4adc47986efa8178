package io.csdr.engine.volume.job;

import io.csdr.model.Failure;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// Waits until the pod of a mover's Job runs, or until it is clear that and why it will not.
final class PodStart {
  /// What passes by itself does so within this time; a failed image pull is told within 20 s.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Waiting longer than this is told to whoever waits.
  private static final Duration NOTICE = Duration.ofSeconds(20);

  private static final long LOOK_MILLIS = 300;

  private final KubernetesClient client;
  private final MoverJobSpec spec;
  private final JobWatch watch;
  private final Duration timeout;
  private final long start = System.nanoTime();
  private long stuckSince;
  private boolean stuck;
  private boolean noticed;

  PodStart(KubernetesClient client, MoverJobSpec spec, JobWatch watch, Duration timeout) {
    this.client = client;
    this.spec = spec;
    this.watch = watch;
    this.timeout = timeout;
  }

  /// How the waiting ended.
  sealed interface Result {}

  /// The pod runs on this node.
  record Started(PodRef pod, String node) implements Result {}

  /// It will not run, or must not.
  record NotStarted(JobOutcome outcome) implements Result {}

  /// It ran and died at once.
  record Died(String why, String node) implements Result {}

  /// The pods of the Job.
  static FilterWatchListDeletable<Pod, PodList, PodResource> pods(
      KubernetesClient client, MoverJobSpec spec) {
    return client.pods().inNamespace(spec.namespace()).withLabel("job-name", spec.name());
  }

  Result await() throws InterruptedException {
    while (true) {
      String departure = watch.departure();
      if (departure != null) {
        return new NotStarted(new JobOutcome.Left(departure));
      }
      List<Pod> pods = pods(client, spec).list().getItems();
      PodState state = pods.isEmpty() ? refusal() : state(pods.getFirst());
      switch (state) {
        case PodState.Running running -> {
          return started(pods.getFirst());
        }
        case PodState.Dead dead -> {
          return died(pods.getFirst(), dead);
        }
        case PodState.Stuck now -> {
          if (stuckFor().compareTo(PATIENCE) >= 0) {
            return failed(now.type(), now.message(), now.fix());
          }
        }
        case PodState.Starting starting -> {
          stuck = false;
          Duration waited = since(start);
          if (waited.compareTo(timeout) >= 0) {
            return tooLate(starting);
          }
          notice(waited, starting);
        }
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private PodState state(Pod pod) {
    return PodState.of(pod, spec.image().reference());
  }

  private static Started started(Pod pod) {
    return new Started(
        new PodRef(
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            pod.getMetadata().getUid()),
        pod.getSpec().getNodeName());
  }

  /// A program of another architecture ends at once, and only its log says why.
  private Result died(Pod pod, PodState.Dead dead) {
    String node = pod.getSpec().getNodeName() == null ? "" : pod.getSpec().getNodeName();
    String log = log(pod);
    if (log.contains("exec format error") || dead.why().contains("exec format error")) {
      PodState.Stuck wrong = PodState.Waiting.wrongArchitecture(node, spec.image().reference());
      return failed(wrong.type(), wrong.message(), wrong.fix());
    }
    return new Died(log.isBlank() ? dead.why() : dead.why() + ": " + log.strip(), node);
  }

  private String log(Pod pod) {
    try {
      return client.pods().resource(pod).limitBytes(1000).tailingLines(3).getLog();
    } catch (KubernetesClientException e) {
      return "";
    }
  }

  /// Without a pod, the Job controller may have been told why by a quota or a policy.
  private PodState refusal() {
    List<Event> events = warnings("Job", spec.name());
    return events.isEmpty()
        ? new PodState.Starting("")
        : new PodState.Stuck(
            "MoverRefused",
            "the mover's pod was refused in namespace "
                + spec.namespace()
                + ": "
                + events.getLast().getMessage(),
            fix(events.getLast().getMessage()));
  }

  private String fix(String words) {
    if (words.contains("violates PodSecurity")) {
      return "let csdr create PersistentVolumes, so that movers need not run there, or run kubectl label namespace "
          + spec.namespace()
          + " --overwrite pod-security.kubernetes.io/enforce=privileged";
    }
    return words.contains("exceeded quota")
        ? "raise the ResourceQuota of namespace " + spec.namespace()
        : "change the rule that refuses it";
  }

  private Result tooLate(PodState.Starting starting) {
    List<Event> events =
        pods(client, spec).list().getItems().stream()
            .findFirst()
            .map(pod -> warnings("Pod", pod.getMetadata().getName()))
            .orElse(List.of());
    List<Event> claim = warnings("PersistentVolumeClaim", spec.claim());
    String words =
        !claim.isEmpty()
            ? claim.getLast().getMessage()
            : events.isEmpty() ? starting.words() : events.getLast().getMessage();
    return failed(
        "MoverNotStarted",
        "its mover did not start within "
            + timeout.toSeconds()
            + " s"
            + (words.isEmpty() ? "" : ": " + words),
        "make room or lift what keeps the pod from its node, then repeat the command");
  }

  private void notice(Duration waited, PodState.Starting starting) {
    if (!noticed && waited.compareTo(NOTICE) >= 0 && !starting.words().isEmpty()) {
      noticed = true;
      watch.notice("the mover of " + spec.object() + " waits: " + starting.words());
    }
  }

  private List<Event> warnings(String kind, String name) {
    return client
        .v1()
        .events()
        .inNamespace(spec.namespace())
        .withField("involvedObject.kind", kind)
        .withField("involvedObject.name", name)
        .withField("type", "Warning")
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(event -> event.getMetadata().getCreationTimestamp()))
        .toList();
  }

  private Duration stuckFor() {
    if (!stuck) {
      stuck = true;
      stuckSince = System.nanoTime();
    }
    return since(stuckSince);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private Result failed(String type, String message, String fix) {
    return new NotStarted(new JobOutcome.Failed(new Failure(spec.object(), type, message, fix)));
  }
}
