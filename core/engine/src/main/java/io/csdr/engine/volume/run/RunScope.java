package io.csdr.engine.volume.run;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One run and the namespace in which its movers work. `expires` ends everything that it creates:
/// afterwards any csdr command may remove it.
public record RunScope(String run, String workspace, Instant expires) {
  private static final Pattern RUN_ID = Pattern.compile("[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?");
  private static final Pattern NAME = Pattern.compile("csdr-[0-9a-f]{12}");
  private static final String WORKSPACE_PREFIX = "csdr-run-";
  private static final int NAME_DIGITS = 12;

  public RunScope {
    if (!isRun(run)) {
      throw new IllegalArgumentException("not a run id: '" + run + "'");
    }
    expires = expires.truncatedTo(ChronoUnit.SECONDS);
  }

  /// Whether a run can have this id. Labels in a cluster are written by anybody.
  public static boolean isRun(String id) {
    return RUN_ID.matcher(id).matches();
  }

  /// Whether [#name] could have made this name, or Kubernetes one from it for a pod of a Job.
  public static boolean isName(String name) {
    return NAME.matcher(name).lookingAt();
  }

  /// A run of client mode, whose workspace is a namespace of its own.
  public static RunScope ofClient(String run, Instant expires) {
    return new RunScope(run, workspaceOf(run), expires);
  }

  /// The namespace that a run of client mode makes for itself.
  public static String workspaceOf(String run) {
    return WORKSPACE_PREFIX + run;
  }

  /// Whether the workspace was made by this run and ends with it.
  public boolean ownsWorkspace() {
    return workspace.equals(workspaceOf(run));
  }

  /// The name of what `step` creates for `object`; the same on every attempt.
  public String name(String step, String object) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(run.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(step.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      byte[] hash = digest.digest(object.getBytes(StandardCharsets.UTF_8));
      return "csdr-" + HexFormat.of().formatHex(hash).substring(0, NAME_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this Java", e);
    }
  }

  /// The labels of everything that plays `role` in this run.
  public Map<String, String> labels(RunRole role) {
    return Map.of(
        RunLabels.RUN, run, RunLabels.ROLE, role.label(), RunLabels.MANAGED_BY, RunLabels.MANAGER);
  }

  /// Those of them that a claim or volume bears which is or becomes the user's: who manages it is the user's to say.
  public Map<String, String> marks(RunRole role) {
    return Map.of(RunLabels.RUN, run, RunLabels.ROLE, role.label());
  }

  /// Metadata of a new object; `namespace` is null for cluster-scoped ones.
  public ObjectMeta meta(@Nullable String namespace, String name, RunRole role) {
    return new ObjectMetaBuilder()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(labels(role))
        .withAnnotations(Map.of(RunLabels.EXPIRES, expires.toString()))
        .build();
  }

  /// Whether the object was created by this run in that role.
  public boolean owns(ObjectMeta meta, RunRole role) {
    Map<String, String> labels = meta.getLabels() == null ? Map.of() : meta.getLabels();
    return run.equals(labels.get(RunLabels.RUN)) && role.label().equals(labels.get(RunLabels.ROLE));
  }
}
