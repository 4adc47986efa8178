package io.csdr.engine.volume.copy;

import io.csdr.engine.volume.claim.CaptureMethod;
import io.csdr.engine.volume.claim.CaptureMethod.IdleCopy;
import io.csdr.engine.volume.claim.CaptureMethod.LiveCopy;
import io.csdr.engine.volume.claim.ClaimUser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says when a mover must leave a volume that it reads in place, so that no pod ever waits for it. A
/// volume of one node at a time can follow its pod only when nobody else holds it.
public final class DepartureRule {
  private DepartureRule() {}

  /// Why a mover that copies by `method` must leave now, or null while it may stay. `shared` says that
  /// several nodes may use the volume at a time.
  public static @Nullable String departure(
      CaptureMethod method, boolean shared, List<ClaimUser> users) {
    return switch (method) {
      case LiveCopy live -> shared ? null : following(live.node(), users);
      case IdleCopy idle -> starting(users);
      case CaptureMethod.Snapshot snapshot -> null;
      case CaptureMethod.Skipped skipped -> null;
      case CaptureMethod.Refused refused -> null;
    };
  }

  /// Whether a copy may begin: the users, if any, are neither just going nor just coming.
  public static boolean settled(List<ClaimUser> users) {
    return users.stream().allMatch(user -> user.node() == null)
        || users.stream().anyMatch(ClaimUser::settled);
  }

  private static @Nullable String following(String node, List<ClaimUser> users) {
    for (ClaimUser user : users) {
      if (user.settled() && !node.equals(user.node())) {
        return "pod " + user.pod() + " needs it on node " + user.node();
      }
    }
    boolean held = users.stream().anyMatch(user -> user.settled() && node.equals(user.node()));
    return held ? null : "the pods that use it on node " + node + " have ended or are ending";
  }

  private static @Nullable String starting(List<ClaimUser> users) {
    for (ClaimUser user : users) {
      if (user.node() != null) {
        return "pod " + user.pod() + " begins to use it";
      }
    }
    return null;
  }
}
