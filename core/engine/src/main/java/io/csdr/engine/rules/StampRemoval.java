package io.csdr.engine.rules;

import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.volume.run.RunLabels;
import java.util.Set;

/// Strips what backups and restores, ours and Velero's, put on objects; the user's opt-out stays.
final class StampRemoval implements RewriteRule {
  private static final Set<String> STAMPS =
      Set.of(
          RunLabels.RUN,
          RunLabels.ROLE,
          RunLabels.EXPIRES,
          RunLabels.TARGET,
          RunLabels.ASKED,
          "csdr.alibabacloud.com/schedules",
          "csdr.alibabacloud.com/protected",
          "csdr.alibabacloud.com/requester",
          "pre.hook.backup.csdr.alibabacloud.com/recipe",
          "post.hook.backup.csdr.alibabacloud.com/recipe",
          "velero.io/backup-name",
          "velero.io/restore-name");

  @Override
  public String name() {
    return "stamps";
  }

  @Override
  public boolean concerns(KubeObject object) {
    return true;
  }

  @Override
  public void rewrite(KubeObject object, RewriteContext context) {
    Edits.removeKeys(object, "/metadata", "labels", STAMPS::contains);
    Edits.removeKeys(object, "/metadata", "annotations", STAMPS::contains);
  }
}
