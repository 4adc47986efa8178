package io.csdr.engine.volume.run;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an object that a run created is for; the value of the label [RunLabels#ROLE].
public enum RunRole {
  /// The run's own namespace.
  WORKSPACE,
  /// A copy of the Secret that pulls the mover's image.
  PULL_SECRET,
  /// A mover's Job and its pods.
  MOVER,
  /// The snapshot of a volume, in the user's namespace.
  SNAPSHOT,
  /// The same snapshot as seen from the workspace; owns nothing at the driver.
  SHARED_SNAPSHOT,
  /// A claim and volume that live as long as a mover needs them.
  STAGING,
  /// A second volume object for a volume of the user's, and its claim; owns nothing at the driver.
  TWIN,
  /// The user's claim while it waits for its filled volume.
  GATE,
  /// The user's claim while it is filled in place; its data is not whole.
  FILLING;

  /// The label's value: `pull-secret`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether what plays the role is the user's, and only marked for the time of the run.
  public boolean ofUser() {
    return this == GATE || this == FILLING;
  }

  /// Whether a claim of this role that is in `phase` (`Pending`, `Bound`) lacks its data, or a part of it.
  public boolean unfinished(@Nullable String phase) {
    return this == FILLING || (this == GATE && !"Bound".equals(phase));
  }

  /// The role with this label value, or null.
  public static @Nullable RunRole of(@Nullable String label) {
    for (RunRole role : values()) {
      if (role.label().equals(label)) {
        return role;
      }
    }
    return null;
  }
}
