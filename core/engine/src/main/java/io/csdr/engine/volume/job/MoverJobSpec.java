package io.csdr.engine.volume.job;

import java.time.Duration;
import java.util.List;

/// One mover Job to be made: `claim` is the claim in the Job's namespace whose volume it mounts, `object`
/// what it is done for, as named in messages; `deadline` ends it whatever happens.
public record MoverJobSpec(
    String namespace,
    String name,
    String claim,
    boolean block,
    Duty duty,
    Placement placement,
    MoverImage image,
    List<String> arguments,
    Duration deadline,
    String object) {
  /// Where the volume is mounted.
  public static final String DIRECTORY = "/volume";

  /// Where the volume is attached as a device.
  public static final String DEVICE = "/dev/csdr-volume";

  /// What the mover may do with the volume.
  public enum Duty {
    /// Read everything, whoever owns it.
    SAVE,
    /// As [#SAVE], in a namespace whose policy forbids the right capability but allows a wider one.
    SAVE_UNDER_BASELINE,
    /// Write everything, for whoever is to own it.
    FILL;

    /// Whether the volume is only read.
    public boolean reads() {
      return this != FILL;
    }
  }

  public MoverJobSpec {
    arguments = List.copyOf(arguments);
  }

  /// The volume's path in the pod.
  public String path() {
    return block ? DEVICE : DIRECTORY;
  }

  /// The same, but rather not on this node.
  MoverJobSpec avoiding(String node) {
    return new MoverJobSpec(
        namespace,
        name,
        claim,
        block,
        duty,
        placement.avoiding(node),
        image,
        arguments,
        deadline,
        object);
  }
}
