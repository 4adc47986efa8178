package io.csdr.engine.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// Objects as bytes and back without loss: unknown fields stay, numbers keep every digit.
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Json() {}

  /// A new empty object.
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// The canonical form: no white space, keys sorted at every level.
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a JSON tree", e);
    }
  }

  /// Reads one JSON object.
  ///
  /// @throws IOException when the bytes are no JSON object; the message quotes nothing of them
  public static ObjectNode parse(byte[] bytes) throws IOException {
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IOException("not JSON: " + e.getClass().getSimpleName() + at(e), e);
    }
    throw new IOException("not a JSON object");
  }

  static JsonFactory factory() {
    return MAPPER.getFactory();
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " at offset " + e.getLocation().getByteOffset();
  }
}
