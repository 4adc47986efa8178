package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;
import java.util.Set;

/// Drops the selector that the API server generated for a Job: it holds the Job's old uid. A selector
/// that the user wrote (`manualSelector`) stays.
final class JobRule implements RewriteRule {
  private static final Set<String> GENERATED =
      Set.of("controller-uid", "batch.kubernetes.io/controller-uid");
  private static final Set<String> NAMES = Set.of("job-name", "batch.kubernetes.io/job-name");

  @Override
  public String name() {
    return "job-selectors";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return object.kind().equals("Job")
        && object.group().equals("batch")
        && !object.at("/spec/manualSelector").asBoolean(false);
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.removeKeys(object, "/spec/selector", "matchLabels", GENERATED::contains);
    if (object.at("/spec/selector").isEmpty()) {
      Edits.remove(object, "/spec", "selector");
    }
    Edits.removeKeys(object, "/spec/template/metadata", "labels", this::generated);
    Edits.removeKeys(object, "/metadata", "labels", this::generated);
    Edits.removeKeys(
        object, "/metadata", "annotations", "batch.kubernetes.io/job-tracking"::equals);
  }

  private boolean generated(String label) {
    return GENERATED.contains(label) || NAMES.contains(label);
  }
}
