package io.csdr.engine.doctor;

import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.volume.leftover.Leftover;
import io.csdr.engine.volume.leftover.Leftovers;
import io.csdr.model.request.ImageSource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Checks everything that backups and restores need of a cluster. Reads only.
public final class ClusterDoctor {
  private final Cluster cluster;
  private final ImageSource image;

  /// Checks `cluster`, where movers would run `image`.
  public ClusterDoctor(Cluster cluster, ImageSource image) {
    this.cluster = cluster;
    this.image = image;
  }

  /// All findings; only the first where the API server cannot be reached.
  public List<Finding> examine() {
    Finding reached = reach();
    List<Finding> findings = new ArrayList<>(List.of(reached));
    if (reached.grade() == Finding.Grade.FAIL) {
      return findings;
    }
    findings.addAll(attempt("rights", () -> new RightsCheck(cluster.client()).findings()));
    findings.addAll(attempt("storage", () -> new StorageCheck(cluster.client()).findings()));
    findings.addAll(attempt("image", () -> new ImageCheck(cluster.client(), image).findings()));
    findings.addAll(attempt("leftovers", this::leftovers));
    return findings;
  }

  private Finding reach() {
    try {
      return Finding.ok(
          "cluster", "Kubernetes " + cluster.version() + " answers, uid " + cluster.uid());
    } catch (ApiException e) {
      String fix =
          switch (e.reason()) {
            case UNAUTHORIZED -> "renew your credentials; this must work: kubectl auth whoami";
            case FORBIDDEN -> "ask for the right to get /version";
            default -> "check the context (kubectl config current-context), network and proxy";
          };
      return Finding.fail("cluster", e.detail(), fix);
    }
  }

  private List<Finding> leftovers() {
    Map<String, Long> runs = new TreeMap<>();
    Map<String, Instant> expiry = new TreeMap<>();
    for (Leftover leftover : new Leftovers(cluster.client()).all()) {
      runs.merge(leftover.run(), 1L, Long::sum);
      if (leftover.expires() != null) {
        expiry.merge(leftover.run(), leftover.expires(), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    if (runs.isEmpty()) {
      return List.of(Finding.ok("leftovers", "no run has left anything behind"));
    }
    List<Finding> findings = new ArrayList<>();
    runs.forEach((run, count) -> {
      Instant until = expiry.get(run);
      findings.add(
          Finding.warn(
              "leftovers",
              "run " + run + " has " + count + " objects here" + expires(until),
              "if it is not going on, end it with: kubectl csdr cancel " + run));
    });
    return findings;
  }

  private static String expires(@org.jspecify.annotations.Nullable Instant until) {
    if (until == null) {
      return "";
    }
    return until.isBefore(Instant.now())
        ? ", expired: the next backup or restore removes them"
        : ", to be removed after " + until;
  }

  /// A check that the API server does not let us make is told as a warning.
  private static List<Finding> attempt(String check, Supplier<List<Finding>> findings) {
    try {
      return findings.get();
    } catch (KubernetesClientException e) {
      String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      return List.of(
          Finding.warn(check, "could not be checked: " + why, "ask for the right to read this"));
    }
  }
}
