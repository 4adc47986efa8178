package io.csdr.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/// One answer to ListObjectsV2.
///
/// @param entries in the service's order
/// @param next the token that asks for what follows; empty at the end
record ListPage(List<Entry> entries, String next) {
  /// The longest answer that is read: a thousand entries with the longest keys, all of them encoded, fit.
  static final int LONGEST = 8 << 20;

  private static final String ROOT = "/ListBucketResult";
  private static final String ENTRY = ROOT + "/Contents";

  /// One object; `key` is whole and may be any text.
  record Entry(String key, long size, Instant modified) {}

  /// Reads an answer's body.
  ///
  /// @throws XMLStreamException when the answer is no listing
  static ListPage parse(byte[] document) throws XMLStreamException {
    Reading reading = new Reading();
    Xml.read(document, reading);
    return reading.page();
  }

  private static final class Reading implements Xml.Listener {
    private final Map<String, String> page = new HashMap<>();
    private final Map<String, String> entry = new HashMap<>();
    private final List<Map<String, String>> entries = new ArrayList<>();
    private boolean listing;

    @Override
    public void open(String path) {
      listing |= path.equals(ROOT);
    }

    @Override
    public void close(String path, String text) {
      if (path.equals(ENTRY)) {
        entries.add(Map.copyOf(entry));
        entry.clear();
      } else if (path.startsWith(ENTRY + "/")) {
        entry.put(path.substring(ENTRY.length() + 1), text);
      } else if (path.startsWith(ROOT + "/")) {
        page.put(path.substring(ROOT.length() + 1), text);
      }
    }

    ListPage page() throws XMLStreamException {
      if (!listing) {
        throw new XMLStreamException("there is no ListBucketResult");
      }
      boolean encoded = "url".equals(page.get("EncodingType"));
      List<Entry> found = new ArrayList<>(entries.size());
      for (Map<String, String> told : entries) {
        found.add(entry(told, encoded));
      }
      String next = page.getOrDefault("NextContinuationToken", "");
      boolean more = "true".equals(page.get("IsTruncated"));
      if (more && next.isEmpty()) {
        throw new XMLStreamException("the listing goes on, but does not say where");
      }
      return new ListPage(found, more ? next : "");
    }

    private static Entry entry(Map<String, String> told, boolean encoded)
        throws XMLStreamException {
      try {
        String key = told.getOrDefault("Key", "");
        long size = Long.parseLong(told.getOrDefault("Size", ""));
        if (key.isEmpty() || size < 0) {
          throw new XMLStreamException("an entry has no key or an impossible size");
        }
        return new Entry(
            encoded ? URLDecoder.decode(key, StandardCharsets.UTF_8) : key,
            size,
            Instant.parse(told.getOrDefault("LastModified", "")));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new XMLStreamException("an entry cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
