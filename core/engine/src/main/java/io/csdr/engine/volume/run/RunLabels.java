package io.csdr.engine.volume.run;

/// Labels and annotations of what a run creates. Leftovers are found by them and by nothing else.
public final class RunLabels {
  /// Label: the run id.
  public static final String RUN = "csdr.alibabacloud.com/run";

  /// Label: what the object is for, a value of [RunRole].
  public static final String ROLE = "csdr.alibabacloud.com/role";

  /// Label of everything that lives no longer than its run, with the value [#MANAGER].
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /// The value of [#MANAGED_BY].
  public static final String MANAGER = "kubectl-csdr";

  /// Annotation: after this instant (ISO 8601) any csdr command may remove the object.
  public static final String EXPIRES = "csdr.alibabacloud.com/expires";

  /// Annotation of a volume in hand-over: the reclaim policy that it gets at the end.
  public static final String RECLAIM = "csdr.alibabacloud.com/reclaim-policy";

  /// Annotation of a volume in hand-over: the claim that it is for, `NAMESPACE/NAME`.
  public static final String TARGET = "csdr.alibabacloud.com/target";

  /// Annotation of a volume in hand-over that replaces a claim: the new claim, as JSON.
  public static final String CLAIM = "csdr.alibabacloud.com/claim";

  /// Annotation of a volume in hand-over that replaces a claim: the old claim's uid.
  public static final String REPLACES = "csdr.alibabacloud.com/replaces";

  /// Annotation of a claim in hand-over: when it was last asked to look at its volume again.
  public static final String ASKED = "csdr.alibabacloud.com/asked";

  private RunLabels() {}
}
