package io.csdr.engine.apply;

import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.request.Rewrites;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Whether the maps of a restore fit what is restored. A name that is mistyped would bring things back over
/// the originals, and two namespaces that become one would mix what has the same name. Feed every object of
/// the backup to [#note] first.
public final class MapCheck {
  private static final String NOT_IN_BACKUP = "NotInBackup";
  private static final List<String> CLASS_FIELDS =
      List.of("storageClassName", "volume.beta.kubernetes.io/storage-class");

  private final Rewrites asked;
  private final Set<String> namespaces = new TreeSet<>();
  private final Set<String> wanted = new TreeSet<>();
  private final Set<String> storageClasses = new TreeSet<>();

  MapCheck(Rewrites asked) {
    this.asked = asked;
  }

  /// Takes note of an object, and of whether it comes back.
  void note(ObjectRef ref, KubeObject object, boolean comesBack) {
    String namespace = ref.qualifiedResource().equals("namespaces") ? ref.name() : ref.namespace();
    if (namespace != null) {
      namespaces.add(namespace);
      if (comesBack) {
        wanted.add(namespace);
      }
    }
    if (!asked.storageClasses().isEmpty()) {
      CLASS_FIELDS.forEach(field -> storageClasses.addAll(object.json().findValuesAsText(field)));
    }
  }

  /// Refuses maps that name what no object has, and those that make one namespace of two.
  ///
  /// @throws EngineException naming what does not fit
  void require() {
    requireNamespaces(asked, namespaces, wanted);
    require("storage class", asked.storageClasses().keySet(), storageClasses);
  }

  /// The same for all of these namespaces before anything of them was saved.
  ///
  /// @throws EngineException naming what does not fit
  public static void requireNamespaces(Rewrites asked, Collection<String> namespaces) {
    requireNamespaces(asked, namespaces, namespaces);
  }

  private static void requireNamespaces(
      Rewrites asked, Collection<String> namespaces, Collection<String> wanted) {
    require("namespace", asked.namespaces().keySet(), namespaces);
    Map<String, String> sources = new HashMap<>();
    for (String source : new TreeSet<>(wanted)) {
      String target = asked.namespace(source);
      String other = sources.putIfAbsent(target, source);
      if (other != null) {
        throw new EngineException(
            new Failure(
                "namespace " + target,
                "NamespacesCollide",
                "the namespaces " + other + " and " + source + " would both become " + target,
                "give each a namespace of its own with --namespace-map"));
      }
    }
  }

  private static void require(String what, Collection<String> mapped, Collection<String> known) {
    Set<String> unknown = new TreeSet<>(mapped);
    unknown.removeAll(known);
    if (unknown.isEmpty()) {
      return;
    }
    throw new EngineException(
        new Failure(
            what + " " + String.join(", ", unknown),
            NOT_IN_BACKUP,
            "the backup does not have "
                + (unknown.size() == 1 ? "it" : "them")
                + " to be mapped, it has "
                + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))),
            "correct the map"));
  }
}
