package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.rules.Rewriting;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Compares two objects field by field, apart from what differs between clusters by nature.
public final class Differences {
  private static final int MOST = 50;
  private static final int LONGEST = 60;

  private final boolean secret;
  private final List<String> found = new ArrayList<>();

  private Differences(boolean secret) {
    this.secret = secret;
  }

  /// What of the rewritten `wanted` the `live` object has otherwise, as `/spec/replicas: 2 instead of 3`; empty when
  /// they are alike. Values of Secrets are not shown.
  public static List<String> between(KubeObject live, KubeObject wanted) {
    Differences differences = new Differences(wanted.kind().equals("Secret"));
    differences.objects("", Rewriting.comparable(live).json(), Rewriting.settled(wanted).json());
    return differences.found;
  }

  private void compare(String at, JsonNode live, JsonNode wanted) {
    if (found.size() >= MOST || live.equals(wanted)) {
      return;
    }
    if (live instanceof ObjectNode a && wanted instanceof ObjectNode b) {
      objects(at, a, b);
    } else if (live instanceof ArrayNode a
        && wanted instanceof ArrayNode b
        && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        compare(at + "/" + i, a.get(i), b.get(i));
      }
    } else if (!sameNumber(live, wanted)) {
      found.add(at + ": " + shown(live) + " instead of " + shown(wanted));
    }
  }

  private void objects(String at, ObjectNode live, ObjectNode wanted) {
    TreeSet<String> fields = new TreeSet<>();
    live.fieldNames().forEachRemaining(fields::add);
    wanted.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      String pointer = at + "/" + field.replace("~", "~0").replace("/", "~1");
      JsonNode a = live.path(field);
      JsonNode b = wanted.path(field);
      // A null, as in `creationTimestamp: null` of a template, says the same as no field.
      boolean bothAbsent = absent(a) && absent(b);
      if (!bothAbsent) {
        compare(pointer, a, b);
      }
    }
  }

  private String shown(JsonNode node) {
    if (absent(node)) {
      return "nothing";
    }
    if (secret) {
      return "(hidden)";
    }
    String text = Json.text(node);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean sameNumber(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber() && a.decimalValue().compareTo(b.decimalValue()) == 0;
  }
}
