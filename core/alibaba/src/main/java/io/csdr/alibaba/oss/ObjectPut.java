package io.csdr.alibaba.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.PutObjectResult;
import io.csdr.vault.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// One object on its way into a bucket, through as many attempts as it takes.
///
/// Every put has a random marker. When an attempt finds the key taken after an earlier one of the same
/// put had no answer, the marker tells whose object it is.
final class ObjectPut implements OssCalls.Attempt<Boolean> {
  private final String bucket;
  private final String key;
  private final Payload payload;
  private final OptionalInt trafficLimit;
  private final Overwriting overwriting;
  private final String marker = UUID.randomUUID().toString();
  private boolean attempted;

  /// The bytes to write and their CRC-64.
  @SuppressWarnings("ArrayRecordComponent")
  record Payload(byte[] bytes, int offset, int length, long sum) {
    static Payload of(byte[] bytes, int offset, int length) {
      return new Payload(bytes, offset, length, Crc64.of(bytes, offset, length));
    }
  }

  ObjectPut(
      String bucket,
      String key,
      Payload payload,
      OptionalInt trafficLimit,
      Overwriting overwriting) {
    this.bucket = bucket;
    this.key = key;
    this.payload = payload;
    this.trafficLimit = trafficLimit;
    this.overwriting = overwriting;
  }

  /// Whether the object was written by this put, by this attempt or an earlier one.
  @Override
  public Boolean make(OSS client) throws IOException {
    boolean again = attempted;
    if (overwriting.isPossible()) {
      Optional<ObjectHead> there = ObjectHead.ask(client, bucket, key);
      if (there.isPresent()) {
        return again && isOurs(there.get(), client);
      }
    }
    attempted = true;
    try {
      PutObjectResult result = client.putObject(request());
      overwriting.learn(result.getVersionId() != null);
      Long sum = result.getServerCRC();
      return sum == null || sum == payload.sum || confirmed(client);
    } catch (OSSException e) {
      if (!isTaken(e)) {
        throw e;
      }
      overwriting.learn(false);
      Optional<ObjectHead> there = again ? ObjectHead.ask(client, bucket, key) : Optional.empty();
      return there.isPresent() && isOurs(there.get(), client);
    }
  }

  private static boolean isTaken(OSSException failure) {
    return OSSErrorCode.FILE_ALREADY_EXISTS.equals(failure.getErrorCode())
        || OSSErrorCode.FILE_IMMUTABLE.equals(failure.getErrorCode());
  }

  private PutObjectRequest request() {
    ObjectMetadata metadata = new ObjectMetadata();
    metadata.setContentLength(payload.length);
    metadata.setContentType("application/octet-stream");
    metadata.addUserMetadata(ObjectHead.MARKER, marker);
    metadata.setHeader("x-oss-forbid-overwrite", "true");
    PutObjectRequest request =
        new PutObjectRequest(
            bucket,
            key,
            new ByteArrayInputStream(payload.bytes, payload.offset, payload.length),
            metadata);
    trafficLimit.ifPresent(request::setTrafficLimit);
    return request;
  }

  /// The answer's sum was not that of our bytes: it is the answer that is wrong, or the object is.
  private boolean confirmed(OSS client) throws IOException {
    Optional<ObjectHead> there = ObjectHead.ask(client, bucket, key);
    if (there.isPresent() && isOurs(there.get(), client)) {
      return true;
    }
    throw new IOException("the object was gone after it had been written");
  }

  /// Whether what is there is this put's object, whole. One of ours that was damaged on its way is
  /// removed, and the put goes on as if it had not been made.
  private boolean isOurs(ObjectHead there, OSS client) throws IOException {
    if (!there.marker().equals(marker)) {
      return false;
    }
    if (there.sum().isEmpty() || there.sum().get() == payload.sum) {
      return true;
    }
    try {
      client.deleteObject(bucket, key);
    } catch (OSSException e) {
      if (OSSErrorCode.FILE_IMMUTABLE.equals(e.getErrorCode())) {
        throw new StoreException.Denied(
            key + " was damaged on its way to OSS, and the bucket's retention keeps it so", null);
      }
      throw e;
    }
    throw new IOException("the object was damaged on its way");
  }
}
