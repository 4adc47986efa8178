package io.csdr.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Compares an object with what was restored in its place, knowing nothing of the product's rules: only
/// this list of what no restore can bring back.
public final class ObjectComparison {
  private static final Set<String> NEW_BY_NATURE =
      Set.of(
          "/metadata/uid",
          "/metadata/resourceVersion",
          "/metadata/generation",
          "/metadata/creationTimestamp",
          "/metadata/managedFields",
          "/metadata/annotations/deployment.kubernetes.io~1revision",
          "/status",
          "/spec/clusterIP",
          "/spec/clusterIPs");
  private static final Pattern OWNER_UID = Pattern.compile("/metadata/ownerReferences/\\d+/uid");
  private static final Pattern RANDOM_PORT = Pattern.compile("/spec/ports/\\d+/nodePort");

  private ObjectComparison() {}

  /// JSON pointers of all fields that differ.
  public static List<String> differences(KubeObject before, @Nullable KubeObject after) {
    List<String> found = new ArrayList<>();
    if (after == null) {
      return List.of("/");
    }
    compare("", before.json(), after.json(), before.name(), found);
    return found;
  }

  /// A JSON object written in a test.
  public static ObjectNode json(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(
      String at, JsonNode before, JsonNode after, String name, List<String> found) {
    if (ignored(at, before, name)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      Set<String> fields = new TreeSet<>();
      before.fieldNames().forEachRemaining(fields::add);
      after.fieldNames().forEachRemaining(fields::add);
      for (String field : fields) {
        String pointer = at + "/" + field.replace("~", "~0").replace("/", "~1");
        compare(pointer, before.path(field), after.path(field), name, found);
      }
    } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
      for (int i = 0; i < before.size(); i++) {
        compare(at + "/" + i, before.get(i), after.get(i), name, found);
      }
    } else if (!before.equals(after)) {
      found.add(at);
    }
  }

  private static boolean ignored(String at, JsonNode before, String name) {
    return (NEW_BY_NATURE.contains(at) && !before.asText("").equals("None"))
        || OWNER_UID.matcher(at).matches()
        || (RANDOM_PORT.matcher(at).matches() && name.contains("random"));
  }
}
