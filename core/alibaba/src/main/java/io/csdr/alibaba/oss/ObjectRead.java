package io.csdr.alibaba.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import io.csdr.vault.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of an object on its way here, or the whole of it.
///
/// OSS keeps a sum of whole objects only: it is compared when the range is the whole, and a difference
/// is a reason to read once more. What is different for a second time is handed over as it is: the vault
/// authenticates all that it reads, and tells which backups a damaged object belongs to.
final class ObjectRead implements OssCalls.Attempt<byte[]> {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

  private final String bucket;
  private final String key;
  private final Range range;
  private final OptionalInt trafficLimit;
  private boolean damaged;

  /// What to read of the object that the store calls `name`; `length` is at least 1.
  record Range(String name, long offset, int length) {
    long last() {
      return offset + length - 1;
    }
  }

  ObjectRead(String bucket, String key, Range range, OptionalInt trafficLimit) {
    this.bucket = bucket;
    this.key = key;
    this.range = range;
    this.trafficLimit = trafficLimit;
  }

  @Override
  public byte[] make(OSS client) throws IOException {
    GetObjectRequest request = new GetObjectRequest(bucket, key);
    request.setRange(range.offset, range.last());
    // Without this, OSS answers a range beyond the end with the whole object.
    request.addHeader("x-oss-range-behavior", "standard");
    trafficLimit.ifPresent(request::setTrafficLimit);
    OSSObject object;
    try {
      object = client.getObject(request);
    } catch (OSSException e) {
      if (ObjectHead.isMissing(e)) {
        throw new StoreException.Missing(range.name);
      }
      if (OSSErrorCode.INVALID_RANGE.equals(e.getErrorCode())) {
        throw beyond(ObjectHead.ask(client, bucket, key));
      }
      throw e;
    }
    boolean finished = false;
    try {
      byte[] bytes = bytes(object);
      finished = true;
      return bytes;
    } finally {
      if (finished) {
        object.close();
      } else {
        object.forcedClose(); // a plain close would read what is left
      }
    }
  }

  private byte[] bytes(OSSObject object) throws IOException {
    ObjectHead head = ObjectHead.of(object.getObjectMetadata());
    long size = size(object, head);
    if (range.length > size - range.offset) {
      throw new StoreException.Truncated(range.name, range.last() + 1, size);
    }
    // The SDK's own stream computes a sum of everything, byte by byte.
    InputStream content = object.getResponse().getContent();
    byte[] bytes = content.readNBytes(range.length);
    if (bytes.length < range.length) {
      throw new EOFException("the answer ended early");
    }
    boolean whole = range.offset == 0 && range.length == size;
    if (whole && !damaged && head.sum().isPresent()) {
      damaged = head.sum().get() != Crc64.of(bytes, 0, bytes.length);
      if (damaged) {
        throw new IOException("the object was damaged on its way");
      }
    }
    return bytes;
  }

  /// The size of the whole object.
  private long size(OSSObject object, ObjectHead head) throws IOException {
    Object header = object.getObjectMetadata().getRawMetadata().get("content-range");
    Matcher matcher = CONTENT_RANGE.matcher(String.valueOf(header));
    if (!matcher.matches()) {
      if (range.offset == 0 && head.size() == range.length) {
        return head.size();
      }
      throw new IOException("the answer is not the range that was asked for");
    }
    try {
      if (Long.parseLong(matcher.group(1)) == range.offset) {
        return Long.parseLong(matcher.group(3));
      }
    } catch (NumberFormatException e) {
      throw new IOException("the answer is not the range that was asked for", e);
    }
    throw new IOException("the answer is not the range that was asked for");
  }

  private StoreException beyond(Optional<ObjectHead> head) {
    return head.<StoreException>map(
            there -> new StoreException.Truncated(range.name, range.last() + 1, there.size()))
        .orElseGet(() -> new StoreException.Missing(range.name));
  }
}
