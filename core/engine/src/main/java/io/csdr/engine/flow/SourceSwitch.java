package io.csdr.engine.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.ListQuery;
import io.csdr.engine.cluster.Patch;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.engine.rules.SwitchRule;
import io.csdr.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Takes the workloads of some namespaces out of service, and puts them back.
///
/// What a workload looked like is written on the workload itself before it is changed (annotation
/// [SwitchRule#BEFORE]: the replica count, or `active` for a CronJob), so that another process can put it back
/// after this one has died, and so that a restore of the stopped application starts it.
final class SourceSwitch {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final List<String> SCALED =
      List.of(
          "deployments.apps", "statefulsets.apps", "replicasets.apps", "replicationcontrollers");
  private static final String CRON_JOBS = "cronjobs.batch";
  private static final List<String> STOPPED =
      Stream.concat(SCALED.stream(), Stream.of(CRON_JOBS)).toList();

  /// What stands between those and their pods.
  private static final List<String> BETWEEN = List.of("replicasets.apps", "jobs.batch");

  private final Cluster cluster;
  private final Discovery discovery;
  private final List<String> namespaces;

  SourceSwitch(Cluster cluster, List<String> namespaces) {
    this.cluster = cluster;
    this.discovery = cluster.discover();
    this.namespaces = List.copyOf(namespaces);
  }

  /// Scales everything to 0, suspends CronJobs, and returns when no pod of them is left.
  ///
  /// @throws EngineException when pods are still there after `timeout`, naming them, or when a pod writes
  ///     to a volume that nothing could start again; then nothing was changed
  void off(Duration timeout) throws InterruptedException {
    refuseUnstoppable();
    for (Workload workload : workloads()) {
      if (workload.stopped()) {
        continue;
      }
      ObjectNode patch = JsonNodeFactory.instance.objectNode();
      patch.putObject("metadata").putObject("annotations").put(SwitchRule.BEFORE, workload.state());
      ObjectNode spec = patch.putObject("spec");
      if (workload.cron()) {
        spec.put("suspend", true);
      } else {
        spec.put("replicas", 0);
      }
      apply(workload, patch);
    }
    awaitNoPods(timeout);
  }

  /// The state of all workloads (uid and generation, which every change of a spec counts up) if [#off] has
  /// stopped them all and nothing runs; empty if not. Equal states mean that nobody started anything between.
  Optional<Map<String, Long>> standing() {
    Map<String, Long> state = new TreeMap<>();
    for (Workload workload : workloads()) {
      if (!workload.stopped()) {
        return Optional.empty();
      }
      KubeObject object = workload.object();
      state.put(object.uid(), object.at("/metadata/generation").asLong());
    }
    return pods().isEmpty() ? Optional.of(state) : Optional.empty();
  }

  /// Puts every workload back that [#off] or another process' off has changed.
  ///
  /// @return whether there was one
  boolean on() {
    boolean changed = false;
    for (Workload workload : workloads()) {
      String before = workload.object().annotations().get(SwitchRule.BEFORE);
      if (before == null) {
        continue;
      }
      ObjectNode patch = JsonNodeFactory.instance.objectNode();
      patch.putObject("metadata").putObject("annotations").putNull(SwitchRule.BEFORE);
      SwitchRule.restart(patch.putObject("spec"), before);
      apply(workload, patch);
      changed = true;
    }
    return changed;
  }

  private void apply(Workload workload, ObjectNode patch) {
    KubeObject object = workload.object();
    cluster.patch(
        workload.resource(),
        object.namespace(),
        object.name(),
        null,
        new Patch.Merge(patch),
        WriteOptions.CSDR);
  }

  private List<Workload> workloads() {
    List<Workload> found = new ArrayList<>();
    for (String name : SCALED) {
      collect(name, false, found);
    }
    collect(CRON_JOBS, true, found);
    return found;
  }

  private void collect(String name, boolean cron, List<Workload> found) {
    ApiResource resource = resource(name);
    for (String namespace : namespaces) {
      cluster.list(
          ListQuery.all(resource, namespace),
          object -> {
            boolean suspended = cron && object.at("/spec/suspend").asBoolean(false);
            boolean marked = object.annotations().containsKey(SwitchRule.BEFORE);
            if (object.controller() == null && (marked || !suspended)) {
              found.add(new Workload(resource, object, cron));
            }
          });
    }
  }

  /// Refuses pods that write to a volume and would go on, or could not be started again: those of DaemonSets,
  /// of Jobs without a CronJob, of workloads that another controller owns, and those of nobody.
  private void refuseUnstoppable() {
    Set<String> stoppable = stoppable();
    List<String> others = new ArrayList<>();
    eachLivePod((name, pod) -> {
      KubeObject.Owner owner = pod.controller();
      boolean ends = pod.terminating() || (owner != null && stoppable.contains(owner.uid()));
      if (!ends && mountsClaim(pod)) {
        others.add(owner == null ? name : name + " (of " + owner.kind() + " " + owner.name() + ")");
      }
    });
    if (!others.isEmpty()) {
      throw new EngineException(
          new Failure(
              "pods " + String.join(", ", others),
              "CannotStop",
              "they have volumes, and no Deployment, StatefulSet, ReplicaSet or CronJob that could be stopped controls them",
              "stop them yourself, a Job by letting it end, then migrate again"));
    }
  }

  /// The uids of what [#off] stops, and of what that controls in turn.
  private Set<String> stoppable() {
    Set<String> uids = new HashSet<>();
    for (String name : STOPPED) {
      each(
          name,
          object -> {
            if (object.controller() == null) {
              uids.add(object.uid());
            }
          });
    }
    for (String name : BETWEEN) {
      each(
          name,
          object -> {
            KubeObject.Owner owner = object.controller();
            if (owner != null && uids.contains(owner.uid())) {
              uids.add(object.uid());
            }
          });
    }
    return uids;
  }

  private void each(String name, Consumer<KubeObject> to) {
    ApiResource resource = resource(name);
    for (String namespace : namespaces) {
      cluster.list(ListQuery.all(resource, namespace), to);
    }
  }

  private static boolean mountsClaim(KubeObject pod) {
    for (JsonNode volume : pod.at("/spec/volumes")) {
      if (volume.has("persistentVolumeClaim")) {
        return true;
      }
    }
    return false;
  }

  private void awaitNoPods(Duration timeout) throws InterruptedException {
    Instant deadline = Instant.now().plus(timeout);
    List<String> left = pods();
    while (!left.isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        throw new EngineException(
            new Failure(
                "pods " + String.join(", ", left),
                "StillRunning",
                "pods are still there "
                    + timeout.toSeconds()
                    + " s after their workloads were scaled to 0",
                "see why with kubectl describe pod, or stop them, and migrate again"));
      }
      Thread.sleep(POLL);
      left = pods();
    }
  }

  /// Pods that may use data: neither those of DaemonSets nor lone ones, unless they have a volume.
  private List<String> pods() {
    List<String> running = new ArrayList<>();
    eachLivePod((name, pod) -> {
      KubeObject.Owner owner = pod.controller();
      if (mountsClaim(pod) || (owner != null && !owner.kind().equals("DaemonSet"))) {
        running.add(name);
      }
    });
    return running;
  }

  /// Passes on the pods that have not finished, with what they are called in messages.
  private void eachLivePod(BiConsumer<String, KubeObject> to) {
    for (String namespace : namespaces) {
      cluster.list(
          ListQuery.all(resource("pods"), namespace),
          pod -> {
            String phase = pod.text("/status/phase");
            boolean finished = phase.equals("Succeeded") || phase.equals("Failed");
            // A pod that is being deleted has its volumes until it is gone.
            if (!finished || pod.terminating()) {
              to.accept(namespace + "/" + pod.name(), pod);
            }
          });
    }
  }

  private ApiResource resource(String name) {
    int dot = name.indexOf('.');
    String group = dot < 0 ? "" : name.substring(dot + 1);
    return discovery
        .find(group, dot < 0 ? name : name.substring(0, dot))
        .orElseThrow(() -> new IllegalStateException("the API server does not serve " + name));
  }

  private record Workload(ApiResource resource, KubeObject object, boolean cron) {
    /// Whether it is as [SourceSwitch#off] leaves it.
    boolean stopped() {
      return object.annotations().containsKey(SwitchRule.BEFORE)
          && (cron
              ? object.at("/spec/suspend").asBoolean(false)
              : object.at("/spec/replicas").asInt(1) == 0);
    }

    /// What [SwitchRule#BEFORE] is to hold.
    String state() {
      return cron ? SwitchRule.ACTIVE : Integer.toString(object.at("/spec/replicas").asInt(1));
    }
  }
}
