package io.csdr.testing.oss;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Every request that the double got, in the order in which they ended.
public final class OssJournal {
  private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

  /// One request. The status is 0 where the connection was cut instead of an answer; bytes are those
  /// of the bodies.
  public record Entry(
      String method,
      String bucket,
      String key,
      Map<String, String> query,
      Map<String, String> headers,
      int status,
      long bytesIn,
      long bytesOut) {}

  void add(Entry entry) {
    entries.add(entry);
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// How many requests of this method there were.
  public int count(String method) {
    return count(method, "");
  }

  /// How many requests of this method had a key with this text in it.
  public int count(String method, String keyPart) {
    return (int)
        entries.stream()
            .filter(entry -> entry.method().equals(method) && entry.key().contains(keyPart))
            .count();
  }

  /// Requests by method.
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    entries.forEach(entry -> counts.merge(entry.method(), 1, Integer::sum));
    return counts;
  }

  public void clear() {
    entries.clear();
  }
}
