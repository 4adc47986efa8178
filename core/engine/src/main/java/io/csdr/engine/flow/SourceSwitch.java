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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

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
    refuseLonePods();
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

  private void refuseLonePods() {
    List<String> lone = new ArrayList<>();
    eachLivePod((name, pod) -> {
      if (pod.controller() == null && mountsClaim(pod)) {
        lone.add(name);
      }
    });
    if (!lone.isEmpty()) {
      throw new EngineException(
          new Failure(
              "pods " + String.join(", ", lone),
              "CannotStop",
              "no workload controls them, so they cannot be scaled to 0, and they have volumes",
              "delete them or put them into a Deployment, then migrate again"));
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

  /// Pods that use data: not those of DaemonSets, which cannot be scaled, and not finished ones.
  private List<String> pods() {
    List<String> running = new ArrayList<>();
    eachLivePod((name, pod) -> {
      KubeObject.Owner owner = pod.controller();
      if (owner != null && !owner.kind().equals("DaemonSet")) {
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
