package io.csdr.testing.oss;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Listings of the second version: pages in ascending order of keys.
final class ListingRequests {
  private static final int MAX_KEYS = 1000;
  private static final int DEFAULT_KEYS = 100;

  private ListingRequests() {}

  /// A key with its object, or a common prefix with none.
  private record Item(String name, @Nullable OssVersion version) {}

  private record Page(List<Item> items, boolean truncated) {}

  static OssAnswer list(OssBucket bucket, OssCall call) {
    boolean url = call.query("encoding-type", "").equals("url");
    int max = maxKeys(call);
    Page page = page(bucket, call, max);
    OssXml document =
        OssXml.document(
            "ListBucketResult",
            xml -> {
              xml.leaf("Name", bucket.name());
              xml.leaf("Prefix", shown(call.query("prefix", ""), url));
              xml.leaf("MaxKeys", max);
              xml.leaf("Delimiter", shown(call.query("delimiter", ""), url));
              if (call.asks("start-after")) {
                xml.leaf("StartAfter", shown(call.query("start-after", ""), url));
              }
              if (url) {
                xml.leaf("EncodingType", "url");
              }
              xml.leaf("IsTruncated", page.truncated);
              if (call.asks("continuation-token")) {
                xml.leaf("ContinuationToken", call.query("continuation-token", ""));
              }
              if (page.truncated) {
                xml.leaf("NextContinuationToken", token(page.items.getLast().name));
              }
              page.items.forEach(item -> item(xml, item, url));
              xml.leaf("KeyCount", page.items.size());
            });
    return OssAnswer.xml(document);
  }

  private static void item(OssXml xml, Item item, boolean url) {
    OssVersion version = item.version;
    if (version == null) {
      xml.element("CommonPrefixes", inner -> inner.leaf("Prefix", shown(item.name, url)));
      return;
    }
    xml.element(
        "Contents",
        inner ->
            inner
                .leaf("Key", shown(item.name, url))
                .leaf("LastModified", OssTimes.iso(version.modified()))
                .leaf("ETag", Checksums.tag(version.bytes()))
                .leaf("Type", "Normal")
                .leaf("Size", version.bytes().length)
                .leaf("StorageClass", version.storageClass()));
  }

  private static Page page(OssBucket bucket, OssCall call, int max) {
    String prefix = call.query("prefix", "");
    String delimiter = call.query("delimiter", "");
    String after = after(call);
    List<Item> items = new ArrayList<>();
    for (Map.Entry<String, OssVersion> entry : bucket.current().tailMap(prefix, true).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix)) {
        break;
      }
      int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String name = cut < 0 ? key : key.substring(0, cut + delimiter.length());
      boolean known = !items.isEmpty() && items.getLast().name.equals(name);
      if (known || name.compareTo(after) <= 0) {
        continue;
      }
      if (items.size() == max) {
        return new Page(items, true);
      }
      items.add(new Item(name, cut < 0 ? entry.getValue() : null));
    }
    return new Page(items, false);
  }

  private static String after(OssCall call) {
    String token = call.query("continuation-token", "");
    if (token.isEmpty()) {
      return call.query("start-after", "");
    }
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OssRefusal.invalidArgument("The continuation token provided is incorrect.");
    }
  }

  private static String token(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static int maxKeys(OssCall call) {
    String asked = call.query("max-keys", String.valueOf(DEFAULT_KEYS));
    if (!asked.matches("\\d{1,4}") || Integer.parseInt(asked) > MAX_KEYS || asked.equals("0")) {
      throw OssRefusal.invalidArgument("Argument max-keys must be an integer between 1 and 1000.");
    }
    return Integer.parseInt(asked);
  }

  private static String shown(String name, boolean url) {
    return url ? URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") : name;
  }
}
