package io.csdr.engine.capture;

import io.csdr.model.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where an object lies in the tree of a backup: `NAMESPACE/objects/RESOURCE.GROUP/NAME.json`, with
/// `cluster` in place of the namespace for cluster-scoped objects.
public final class ObjectPath {
  /// What stands for the namespace of cluster-scoped objects.
  public static final String CLUSTER = "cluster";

  private static final String SUFFIX = ".json";
  private static final int LONGEST = 200;
  private static final int SHORTENED = 160;

  private ObjectPath() {}

  /// The object's path.
  ///
  /// @throws IllegalArgumentException when a name could not be a path segment
  public static String of(ObjectRef ref) {
    String root = ref.namespace() == null ? CLUSTER : segment(ref.namespace());
    return root
        + "/objects/"
        + segment(ref.qualifiedResource())
        + "/"
        + file(segment(ref.name()))
        + SUFFIX;
  }

  /// The object that lies there, or empty when the path is none of an object. A namespace that is itself
  /// called `cluster` cannot be told apart here, and names over 200 characters are shortened: see the
  /// object's own metadata.
  public static Optional<ObjectRef> parse(String path) {
    String[] segments = path.split("/", -1);
    if (segments.length != 4
        || !segments[1].equals("objects")
        || !segments[3].endsWith(SUFFIX)
        || segments[3].length() == SUFFIX.length()
        || segments[0].isEmpty()
        || segments[2].isEmpty()) {
      return Optional.empty();
    }
    int dot = segments[2].indexOf('.');
    String resource = dot < 0 ? segments[2] : segments[2].substring(0, dot);
    String group = dot < 0 ? "" : segments[2].substring(dot + 1);
    String name = segments[3].substring(0, segments[3].length() - SUFFIX.length());
    @Nullable String namespace = segments[0].equals(CLUSTER) ? null : segments[0];
    return Optional.of(new ObjectRef(group, resource, namespace, name));
  }

  /// Names of objects may be 253 characters long; with the suffix that is more than a file's name may be.
  private static String file(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return name.substring(0, SHORTENED) + "~" + UUID.nameUUIDFromBytes(bytes);
  }

  private static String segment(String name) {
    boolean bad =
        name.isEmpty()
            || name.equals(".")
            || name.equals("..")
            || name.indexOf('/') >= 0
            || name.indexOf('\0') >= 0;
    if (bad) {
      throw new IllegalArgumentException("not a name: '" + name + "'");
    }
    return name;
  }
}
