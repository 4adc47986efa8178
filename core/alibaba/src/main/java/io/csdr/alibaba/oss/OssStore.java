package io.csdr.alibaba.oss;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.GetBucketWormResult;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoreKey;
import io.csdr.vault.store.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Objects in a bucket of Alibaba Cloud OSS.
///
/// A put forbids OSS to overwrite, so of two writers of one key exactly one wins. In a bucket with
/// versioning OSS ignores that: there a put looks whether the key is taken first, and two writers that
/// look at the same moment both believe to have written it, the later one's object being current. A vault
/// can live with that, since its keys are random or tell their contents. A delete leaves the version in
/// such a bucket, and a rule of its life cycle has to remove it.
///
/// Sums are compared on writes and on reads of whole objects. A bucket with a retention policy lets
/// nothing be deleted before its time: that is [StoreException.Denied], with the time.
public final class OssStore implements Store {
  private final OssLocation location;
  private final OSS client;
  private final OssCalls calls;
  private final OptionalInt trafficLimit;
  private final Overwriting overwriting = new Overwriting();

  private OssStore(OssLocation location, OSS client, OssCalls calls, OptionalInt trafficLimit) {
    this.location = location;
    this.client = client;
    this.calls = calls;
    this.trafficLimit = trafficLimit;
  }

  /// Makes a store without asking OSS for anything; what is wrong shows at the first call.
  ///
  /// @throws IllegalArgumentException when the settings do not make an endpoint and a region
  public static OssStore open(
      OssLocation location, OssSettings settings, OssCredentials credentials) {
    OssEndpoint endpoint = OssEndpoint.of(settings);
    AnswerNotes notes = new AnswerNotes();
    OSS client = OssConnection.open(endpoint, settings, credentials, notes);
    OssFailures failures = new OssFailures(location, endpoint, settings.network());
    OssCalls calls = new OssCalls(client, notes, credentials, failures, settings.retry());
    return new OssStore(location, client, calls, settings.trafficLimit());
  }

  /// Where this store's objects lie.
  public OssLocation location() {
    return location;
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    String name = name(key);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative range of " + key);
    }
    if (length == 0) {
      ObjectHead head = head(key).orElseThrow(() -> new StoreException.Missing(key));
      if (offset > head.size()) {
        throw new StoreException.Truncated(key, offset, head.size());
      }
      return new byte[0];
    }
    ObjectRead.Range range = new ObjectRead.Range(key, offset, length);
    return calls.run(
        OssAction.READ, key, new ObjectRead(location.bucket(), name, range, trafficLimit));
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    ObjectPut.Payload payload = ObjectPut.Payload.of(bytes, offset, length);
    return calls.run(
        OssAction.WRITE,
        key,
        new ObjectPut(location.bucket(), name(key), payload, trafficLimit, overwriting));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    StoreKey.checkPrefix(prefix);
    new ObjectListing(location, calls, prefix, to).run();
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return head(key).map(head -> new StoredObject(key, head.size(), head.modified()));
  }

  @Override
  public void delete(String key) {
    String name = name(key);
    boolean locked =
        calls.run(
            OssAction.DELETE,
            key,
            oss -> {
              try {
                oss.deleteObject(location.bucket(), name);
                return false;
              } catch (OSSException e) {
                if (OSSErrorCode.FILE_IMMUTABLE.equals(e.getErrorCode())) {
                  return true;
                }
                throw e;
              }
            });
    if (locked) {
      throw calls.failures().locked(key, lock(name));
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private String name(String key) {
    return location.base() + StoreKey.check(key);
  }

  private Optional<ObjectHead> head(String key) {
    String name = name(key);
    return calls.run(OssAction.STAT, key, oss -> ObjectHead.ask(oss, location.bucket(), name));
  }

  /// The retention policy in words, with as much as may be asked for.
  private String lock(String name) {
    String bucket = "a retention policy of bucket " + location.bucket();
    try {
      GetBucketWormResult worm = client.getBucketWorm(location.bucket());
      Duration period = Duration.ofDays(worm.getRetentionPeriodInDays());
      String policy = bucket + " (" + worm.getRetentionPeriodInDays() + " days)";
      return ObjectHead.ask(client, location.bucket(), name)
          .map(head -> policy + " until " + head.modified().plus(period))
          .orElse(policy);
    } catch (OSSException | ClientException | IOException e) {
      return bucket;
    }
  }
}
