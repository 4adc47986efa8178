package io.csdr.engine.volume.job;

import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.CauseWords;
import io.csdr.engine.volume.run.ApiRefusal;
import io.csdr.engine.volume.run.Await;
import io.csdr.engine.volume.run.Cleanup;
import io.csdr.engine.volume.run.Creation;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.csdr.model.Failure;
import io.csdr.model.job.MoverReport;
import io.csdr.model.job.MoverTask;
import io.csdr.vault.fault.FaultPoint;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs a mover's Job to its report: creates it, waits for its pod, talks to it, removes it. A pod that
/// dies is replaced once, elsewhere if there is an elsewhere. An interrupted thread ends it within seconds.
public final class JobRunner {
  private static final int ATTEMPTS = 2;
  private static final long LOOK_MILLIS = 500;
  private static final Duration GONE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final KubernetesClient client;
  private final RunScope scope;
  private final MoverChannel channel;
  private final Duration startTimeout;

  /// `startTimeout` is how long a mover's pod may take to run: volumes are provisioned and attached
  /// meanwhile, and nodes may be added.
  public JobRunner(
      KubernetesClient client, RunScope scope, MoverChannel channel, Duration startTimeout) {
    this.client = client;
    this.scope = scope;
    this.channel = channel;
    this.startTimeout = startTimeout;
  }

  /// Does `task` by a Job of `spec`. Nothing of the Job is left when this returns or throws.
  public JobOutcome run(MoverJobSpec spec, MoverTask task, JobWatch watch)
      throws InterruptedException {
    MoverJobSpec attempt = spec;
    String why = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      switch (attempt(attempt, task, watch)) {
        case Attempt.Over over -> {
          return over.outcome();
        }
        case Attempt.Lost lost -> {
          why = lost.why();
          watch.notice("the mover of " + spec.object() + " was lost: " + why);
          attempt = spec.avoiding(lost.node());
        }
      }
    }
    return new JobOutcome.Failed(
        new Failure(
            spec.object(),
            "MoverLost",
            "its mover died " + ATTEMPTS + " times, the last time because " + why,
            "repeat the command; if it happens again, look at the node's events"));
  }

  private sealed interface Attempt {
    record Over(JobOutcome outcome) implements Attempt {}

    record Lost(String why, String node) implements Attempt {}
  }

  private Attempt attempt(MoverJobSpec spec, MoverTask task, JobWatch watch)
      throws InterruptedException {
    try {
      create(spec);
      FaultPoint.pass("volume-mover-created");
      return switch (new PodStart(client, spec, watch, startTimeout).await()) {
        case PodStart.Started started -> converse(spec, started, task, watch);
        case PodStart.NotStarted not -> new Attempt.Over(not.outcome());
        case PodStart.Died died -> new Attempt.Lost(died.why(), died.node());
      };
    } catch (EngineException e) {
      return new Attempt.Over(new JobOutcome.Failed(e.failure()));
    } finally {
      Cleanup.calmly(() -> remove(spec));
    }
  }

  /// A Job of this name can only be of an earlier attempt whose host is gone.
  private void create(MoverJobSpec spec) throws InterruptedException {
    remove(spec);
    Job job = MoverJob.of(scope, spec);
    Creation.of(client.resource(job), meta -> false, spec.object());
  }

  private Attempt converse(
      MoverJobSpec spec, PodStart.Started started, MoverTask task, JobWatch watch)
      throws InterruptedException {
    FutureTask<MoverReport> talk =
        new FutureTask<>(() -> channel.run(started.pod(), task, watch::progress));
    Thread.ofVirtual().name("mover-" + started.pod().name()).start(talk);
    try {
      while (true) {
        String departure = watch.departure();
        if (departure != null) {
          return new Attempt.Over(new JobOutcome.Left(departure));
        }
        try {
          return reported(talk.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
          String death = death(spec, started.pod());
          if (death != null) {
            return lastWords(talk, death, started.node());
          }
        }
      }
    } catch (ExecutionException e) {
      return broken(e, spec, started);
    } finally {
      talk.cancel(true);
    }
  }

  /// The report may have been sent just before the pod ended.
  private static Attempt lastWords(FutureTask<MoverReport> talk, String death, String node)
      throws InterruptedException, ExecutionException {
    try {
      return reported(talk.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new Attempt.Lost(death, node);
    }
  }

  private static Attempt reported(MoverReport report) {
    FaultPoint.pass("volume-mover-reported");
    return new Attempt.Over(new JobOutcome.Reported(report));
  }

  private Attempt broken(ExecutionException e, MoverJobSpec spec, PodStart.Started started)
      throws InterruptedException {
    Throwable cause = e.getCause();
    if (cause instanceof IOException) {
      Thread.sleep(LOOK_MILLIS);
      String death = death(spec, started.pod());
      return new Attempt.Lost(death == null ? CauseWords.of(cause) : death, started.node());
    }
    if (cause instanceof RuntimeException broken) {
      throw broken;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    throw new IllegalStateException("the channel threw what it does not declare", e);
  }

  /// How the pod died; null while it lives. An API server that cannot say so now may say it later.
  private @Nullable String death(MoverJobSpec spec, PodRef ref) throws InterruptedException {
    Pod pod;
    try {
      pod = client.pods().inNamespace(ref.namespace()).withName(ref.name()).get();
    } catch (KubernetesClientException e) {
      ApiRefusal.checkInterrupt(e);
      return null;
    }
    if (pod == null || !ref.uid().equals(pod.getMetadata().getUid())) {
      return "its pod was deleted";
    }
    return PodState.of(pod, spec.image().reference()) instanceof PodState.Dead dead
        ? dead.why()
        : null;
  }

  /// Pods first get their short grace, so that the volume is free as soon as can be.
  private void remove(MoverJobSpec spec) throws InterruptedException {
    Resource<Job> job =
        client.batch().v1().jobs().inNamespace(spec.namespace()).withName(spec.name());
    if (!Cleanup.delete(job, meta -> scope.owns(meta, RunRole.MOVER))) {
      return;
    }
    PodStart.pods(client, spec).withGracePeriod(MoverJob.GRACE_SECONDS).delete();
    Cleanup.gone(GONE_TIMEOUT, job);
    Await.until(GONE_TIMEOUT, () -> PodStart.pods(client, spec).list().getItems().isEmpty());
  }
}
