package io.csdr.engine.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.ApiException;
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
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

  /// Scales everything to 0, suspends CronJobs, and returns when no pod of them is left, nor one with a volume.
  ///
  /// @return the pods that go on, for the user: they have no volume, and nothing that was stopped controls them
  /// @throws EngineException when pods are still there after `timeout`, naming them, or when a pod writes
  ///     to a volume that nothing could start again; then nothing was changed
  List<String> off(Duration timeout) throws InterruptedException {
    Set<String> owners = stoppable();
    refuseUnstoppable(owners);
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
    // What a controller made until its workload was stopped.
    owners.addAll(stoppable());
    awaitNoPods(owners, timeout);
    return pods(pod -> !pod.terminating() && !concerned(pod, owners));
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
    Set<String> owners = stoppable();
    return pods(pod -> concerned(pod, owners)).isEmpty() ? Optional.of(state) : Optional.empty();
  }

  /// Puts every workload back that [#off] or another process' off has changed, and that is still there.
  ///
  /// @return whether there was one
  /// @throws EngineException when some could not be put back, naming them; all others are
  boolean on() {
    boolean changed = false;
    List<String> names = new ArrayList<>();
    List<ApiException> refusals = new ArrayList<>();
    for (Workload workload : workloads()) {
      String before = workload.object().annotations().get(SwitchRule.BEFORE);
      if (before == null) {
        continue;
      }
      ObjectNode patch = JsonNodeFactory.instance.objectNode();
      patch.putObject("metadata").putObject("annotations").putNull(SwitchRule.BEFORE);
      SwitchRule.restart(patch.putObject("spec"), before);
      try {
        apply(workload, patch);
        changed = true;
      } catch (ApiException e) {
        if (e.reason() != ApiException.Reason.NOT_FOUND) {
          names.add(workload.name());
          refusals.add(e);
        }
      }
    }
    if (!refusals.isEmpty()) {
      throw notStarted(names, refusals);
    }
    return changed;
  }

  private static EngineException notStarted(List<String> names, List<ApiException> refusals) {
    ApiException first = refusals.getFirst();
    refusals.stream().skip(1).forEach(first::addSuppressed);
    return new EngineException(
        new Failure(
            String.join(", ", names),
            "NotStarted",
            "could not be started again: "
                + refusals.stream()
                    .map(ApiException::detail)
                    .distinct()
                    .collect(Collectors.joining("; ")),
            "allow the change; how they ran is in their annotation " + SwitchRule.BEFORE),
        first);
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
    each(
        name,
        object -> {
          boolean suspended = cron && object.at("/spec/suspend").asBoolean(false);
          boolean marked = object.annotations().containsKey(SwitchRule.BEFORE);
          if (object.controller() == null && (marked || !suspended)) {
            found.add(new Workload(resource, object, cron));
          }
        });
  }

  /// Refuses pods that write to a volume and would go on, or could not be started again: those of DaemonSets,
  /// of Jobs without a CronJob, of workloads that another controller owns, and those of nobody.
  private void refuseUnstoppable(Set<String> owners) {
    List<String> others =
        pods(pod -> !pod.terminating() && !controlled(pod, owners) && mountsClaim(pod));
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

  private void awaitNoPods(Set<String> owners, Duration timeout) throws InterruptedException {
    Instant deadline = Instant.now().plus(timeout);
    List<String> left = pods(pod -> concerned(pod, owners));
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
      left = pods(pod -> concerned(pod, owners));
    }
  }

  /// Whether the source stands still only without this pod: it mounts a claim, or what was stopped controls it.
  private static boolean concerned(KubeObject pod, Set<String> owners) {
    return mountsClaim(pod) || controlled(pod, owners);
  }

  private static boolean controlled(KubeObject pod, Set<String> owners) {
    KubeObject.Owner owner = pod.controller();
    return owner != null && owners.contains(owner.uid());
  }

  /// What those pods that have not finished are called in messages.
  private List<String> pods(Predicate<KubeObject> which) {
    List<String> found = new ArrayList<>();
    each(
        "pods",
        pod -> {
          String phase = pod.text("/status/phase");
          boolean finished = phase.equals("Succeeded") || phase.equals("Failed");
          // A pod that is being deleted has its volumes until it is gone.
          if ((!finished || pod.terminating()) && which.test(pod)) {
            KubeObject.Owner owner = pod.controller();
            String name = pod.namespace() + "/" + pod.name();
            found.add(
                owner == null ? name : name + " (of " + owner.kind() + " " + owner.name() + ")");
          }
        });
    return found;
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

    /// What it is called in messages.
    String name() {
      return resource.qualified() + " " + object.namespace() + "/" + object.name();
    }

    /// What [SwitchRule#BEFORE] is to hold.
    String state() {
      return cron ? SwitchRule.ACTIVE : Integer.toString(object.at("/spec/replicas").asInt(1));
    }
  }
}
