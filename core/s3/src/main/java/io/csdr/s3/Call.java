package io.csdr.s3;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// One request of the store, which may have to be sent several times.
///
/// @param deed what it is for, for messages: `read of`, `write of`
/// @param key the whole key of the object; empty for the bucket itself
/// @param query the query's names and values
/// @param headers names in lower case
/// @param payload the body to send
/// @param answer what may come back
record Call(
    Deed deed,
    String key,
    SortedMap<String, String> query,
    Map<String, String> headers,
    Payload payload,
    Expected answer) {

  /// What is done, with the method of HTTP and the right that it takes.
  enum Deed {
    READ("GET", "read of", "s3:GetObject"),
    WRITE("PUT", "write of", "s3:PutObject"),
    LIST("GET", "listing of", "s3:ListBucket"),
    LOOK("HEAD", "look at", "s3:GetObject and s3:ListBucket"),
    DELETE("DELETE", "deletion of", "s3:DeleteObject");

    private final String method;
    private final String words;
    private final String right;

    Deed(String method, String words, String right) {
      this.method = method;
      this.words = words;
      this.right = right;
    }

    String method() {
      return method;
    }

    String words() {
      return words;
    }

    String right() {
      return right;
    }
  }

  /// Finds out whether an answer is whole; one that is not is asked for again.
  @FunctionalInterface
  interface Check {
    /// Looks at a good answer.
    ///
    /// @throws IOException when the answer was damaged on its way
    void accept(Answer answer) throws IOException;
  }

  /// What the caller can do something with.
  ///
  /// @param longest how many bytes a good answer has at most
  /// @param also statuses from 300 on that the caller understands
  /// @param check looks at good answers
  record Expected(int longest, Set<Integer> also, Check check) {
    static Expected of(int longest, Integer... also) {
      return new Expected(longest, Set.of(also), answer -> {});
    }

    Expected checked(Check by) {
      return new Expected(longest, also, by);
    }
  }

  static Call of(Deed deed, String key, Expected answer) {
    return new Call(deed, key, Collections.emptySortedMap(), Map.of(), Payload.NONE, answer);
  }

  Call header(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Call(deed, key, query, more, payload, answer);
  }

  Call query(SortedMap<String, String> values) {
    return new Call(deed, key, values, headers, payload, answer);
  }

  Call body(Payload bytes) {
    return new Call(deed, key, query, headers, bytes, answer);
  }

  /// Whether the caller deals with this answer itself.
  boolean takes(Answer reply) {
    return reply.isGood() || answer.also().contains(reply.status());
  }
}
