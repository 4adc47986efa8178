package io.csdr.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Objects from the test resources, with `${name}` replaced.
public final class Fixtures {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Fixtures() {}

  /// All documents of a YAML file beside this class.
  public static List<KubeObject> all(String file, Map<String, String> values) {
    List<KubeObject> objects = new ArrayList<>();
    for (String document : text(file, values).split("(?m)^---$", -1)) {
      objects.add(object(document));
    }
    return objects;
  }

  /// One object written as YAML or JSON in the test itself.
  public static KubeObject object(String yaml) {
    try {
      // Through our own parser, so that numbers are what they are in the product.
      ObjectNode node = YAML.unmarshal("---\n" + yaml, ObjectNode.class);
      return new KubeObject(Json.parse(node.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String file, Map<String, String> values) {
    try (InputStream in = Fixtures.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no test resource " + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
