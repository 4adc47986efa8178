package io.csdr.engine.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.ApiException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads one LIST page by page, holding one object at a time.
final class PagedList {
  private static final String PAGE = "500";
  private static final int MOST_RESTARTS = 5;

  private final ApiConnection connection;
  private final ListQuery query;
  private String lastKey = "";
  private String passedBefore = "";
  private String before = "";
  private boolean ordered = true;
  private @Nullable ApiException interruption;
  private long passed;

  PagedList(ApiConnection connection, ListQuery query) {
    this.connection = connection;
    this.query = query;
  }

  long read(Consumer<KubeObject> to) {
    String token = "";
    int restarts = 0;
    while (true) {
      ApiCall call = call(token);
      try {
        token = page(call, to);
        if (token.isEmpty()) {
          return passed;
        }
      } catch (ApiException e) {
        // Snapshot gone or connection lost: what was passed on is known by its key, if keys ascend.
        boolean again = e.reason() == Reason.GONE || e.reason() == Reason.UNREACHABLE;
        if (!again || !ordered || ++restarts > MOST_RESTARTS || passed == 0) {
          throw e;
        }
        token = "";
        passedBefore = lastKey;
        before = "";
        interruption = e;
      }
    }
  }

  private ApiCall call(String token) {
    return ApiCall.get("list", query.resource().path(query.namespace()))
        .with("limit", PAGE)
        .with("continue", token.isEmpty() ? null : token)
        .with("labelSelector", query.labelSelector())
        .with("fieldSelector", query.fieldSelector());
  }

  /// Returns the token of the next page, empty at the end.
  private String page(ApiCall call, Consumer<KubeObject> to) {
    String next = "";
    try (InputStream body = connection.stream(call);
        JsonParser parser = Json.factory().createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer is no list");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("items") && parser.currentToken() == JsonToken.START_ARRAY) {
          items(parser, to);
        } else if (field.equals("metadata")) {
          ObjectNode metadata = parser.readValueAsTree();
          next = metadata.path("continue").asText("");
        } else {
          parser.skipChildren();
        }
      }
      return next;
    } catch (IOException e) {
      throw connection.broken(call, e);
    }
  }

  private void items(JsonParser parser, Consumer<KubeObject> to) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!(parser.readValueAsTree() instanceof ObjectNode json)) {
        throw new IOException("the list holds something that is no object");
      }
      KubeObject object = typed(json);
      String key = object.namespace() + "/" + object.name();
      ordered &= key.compareTo(before) > 0;
      before = key;
      if (!ordered && interruption != null) {
        // What was passed on before is not known after all: skipping by key could lose an object.
        throw interruption;
      }
      if (key.compareTo(passedBefore) <= 0) {
        continue;
      }
      lastKey = key;
      passed++;
      to.accept(object);
    }
  }

  /// Items of built-in lists do not repeat what kind they are.
  private KubeObject typed(ObjectNode json) {
    if (!json.hasNonNull("kind") || !json.hasNonNull("apiVersion")) {
      json.put("apiVersion", query.resource().apiVersion());
      json.put("kind", query.resource().kind());
    }
    return new KubeObject(json);
  }
}
