package io.csdr.engine.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.KubeObject;
import java.util.Set;

/// Starts what a migration had stopped before it saved it: the annotation [#BEFORE] tells how the workload
/// ran, and the restored one runs like that and has no annotation.
public final class SwitchRule implements RewriteRule {
  /// Holds what a stopped workload was like: its number of replicas, or [#ACTIVE].
  public static final String BEFORE = "csdr.alibabacloud.com/before-switch";

  /// The value of [#BEFORE] for a CronJob that was not suspended.
  public static final String ACTIVE = "active";

  /// Ten digits might not fit.
  private static final String NUMBER = "\\d{1,9}";

  @Override
  public String name() {
    return "before-switch";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.annotations().containsKey(BEFORE);
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    String before = object.annotations().get(BEFORE);
    Edits.removeKeys(object, "/metadata", "annotations", Set.of(BEFORE)::contains);
    Edits.node(object, "/spec").ifPresent(spec -> restart(spec, String.valueOf(before)));
  }

  /// Gives the spec back what stopping it has changed; any other value, which we never wrote, changes nothing.
  public static void restart(ObjectNode spec, String before) {
    if (before.equals(ACTIVE)) {
      spec.put("suspend", false);
    } else if (before.matches(NUMBER)) {
      spec.put("replicas", Integer.parseInt(before));
    }
  }
}
