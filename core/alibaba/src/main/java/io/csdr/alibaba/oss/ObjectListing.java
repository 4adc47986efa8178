package io.csdr.alibaba.oss;

import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoreKey;
import io.csdr.vault.store.StoredObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One listing, page by page. What is in the bucket and is none of a store's keys is passed over.
final class ObjectListing {
  private static final int PAGE = 1000;

  private final OssLocation location;
  private final OssCalls calls;
  private final String prefix;
  private final Consumer<StoredObject> to;
  private String before = "";

  ObjectListing(OssLocation location, OssCalls calls, String prefix, Consumer<StoredObject> to) {
    this.location = location;
    this.calls = calls;
    this.prefix = prefix;
    this.to = to;
  }

  void run() {
    String token = null;
    do {
      String from = token;
      ListObjectsV2Result page =
          calls.run(OssAction.LIST, prefix, client -> client.listObjectsV2(request(from)));
      page.getObjectSummaries().forEach(this::pass);
      token = page.isTruncated() ? page.getNextContinuationToken() : null;
      if (page.isTruncated() && (token == null || token.equals(from))) {
        throw disorder("does not go on");
      }
    } while (token != null);
  }

  private ListObjectsV2Request request(@Nullable String token) {
    ListObjectsV2Request request = new ListObjectsV2Request(location.bucket());
    request.setPrefix(location.base() + prefix);
    request.setMaxKeys(PAGE);
    request.setEncodingType("url"); // a name may hold what XML cannot
    request.setContinuationToken(token);
    return request;
  }

  private void pass(OSSObjectSummary summary) {
    String name = URLDecoder.decode(summary.getKey(), StandardCharsets.UTF_8);
    if (!name.startsWith(location.base())) {
      throw disorder("has other names than were asked for");
    }
    String key = name.substring(location.base().length());
    if (!StoreKey.isValid(key)) {
      return;
    }
    if (!key.startsWith(prefix) || key.compareTo(before) <= 0) {
      throw disorder("is not in order");
    }
    before = key;
    to.accept(new StoredObject(key, summary.getSize(), summary.getLastModified().toInstant()));
  }

  private StoreException disorder(String how) {
    return new StoreException.Unreachable(
        location + ": the listing of " + (prefix.isEmpty() ? "everything" : prefix) + " " + how,
        null);
  }
}
