package io.csdr.testing.oss;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From a request to its answer: who asks, which bucket, what.
final class OssService {
  private static final Pattern REGIONAL =
      Pattern.compile("oss-([a-z0-9-]+?)(?:-internal)?\\.aliyuncs\\.com");

  private final Map<String, OssBucket> buckets = new ConcurrentHashMap<>();
  private final SignatureCheck signatures;
  private final InstantSource clock;
  private final String region;

  OssService(SignatureCheck signatures, InstantSource clock, String region) {
    this.signatures = signatures;
    this.clock = clock;
    this.region = region;
  }

  OssBucket create(String name, String where) {
    return buckets.computeIfAbsent(name, any -> new OssBucket(name, where, clock));
  }

  void remove(String name) {
    buckets.remove(name);
  }

  OssAnswer answer(OssCall call) {
    try {
      OssBucket bucket = buckets.get(call.bucket());
      signatures.check(call, bucket == null ? region : bucket.region());
      if (bucket == null) {
        throw new OssRefusal(404, "NoSuchBucket", "The specified bucket does not exist.")
            .with("BucketName", call.bucket());
      }
      if (bucket.isForeign()) {
        throw new OssRefusal(403, "AccessDenied", "The bucket you access does not belong to you.");
      }
      checkEndpoint(bucket, call);
      return call.key().isEmpty() ? ofBucket(bucket, call) : ofObject(bucket, call);
    } catch (OssRefusal refusal) {
      return refused(call, refusal);
    }
  }

  private static void checkEndpoint(OssBucket bucket, OssCall call) {
    Matcher regional = REGIONAL.matcher(call.address().host());
    if (regional.matches() && !regional.group(1).equals(bucket.region())) {
      throw new OssRefusal(
              403,
              "AccessDenied",
              "The bucket you are attempting to access must be addressed using the specified"
                  + " endpoint. Please send all future requests to this endpoint.")
          .with("Bucket", bucket.name())
          .with("Endpoint", "oss-" + bucket.region() + ".aliyuncs.com");
    }
  }

  private OssAnswer ofObject(OssBucket bucket, OssCall call) {
    boolean upload = call.asks("uploadId");
    return switch (call.method()) {
      case "PUT" ->
          upload ? MultipartRequests.part(bucket, call, clock) : ObjectRequests.put(bucket, call);
      case "GET" ->
          upload ? MultipartRequests.listParts(bucket, call) : ObjectRequests.get(bucket, call);
      case "HEAD" -> ObjectRequests.head(bucket, call);
      case "DELETE" ->
          upload ? MultipartRequests.abort(bucket, call) : ObjectRequests.delete(bucket, call);
      case "POST" -> {
        if (call.asks("uploads")) {
          yield MultipartRequests.initiate(bucket, call);
        }
        if (upload) {
          yield MultipartRequests.complete(bucket, call);
        }
        throw unknown();
      }
      default -> throw unknown();
    };
  }

  private OssAnswer ofBucket(OssBucket bucket, OssCall call) {
    return switch (call.method()) {
      case "GET" -> getBucket(bucket, call);
      case "PUT" -> {
        if (call.asks("versioning")) {
          yield BucketRequests.setVersioning(bucket, call);
        }
        throw unknown();
      }
      case "POST" -> {
        if (call.asks("worm")) {
          yield BucketRequests.initiateWorm(bucket, call, clock);
        }
        if (call.asks("wormId")) {
          yield call.asks("wormExtend")
              ? BucketRequests.extendWorm(bucket, call)
              : BucketRequests.completeWorm(bucket, call);
        }
        throw unknown();
      }
      case "DELETE" -> {
        if (call.asks("worm")) {
          yield BucketRequests.abortWorm(bucket);
        }
        throw unknown();
      }
      default -> throw unknown();
    };
  }

  private static OssAnswer getBucket(OssBucket bucket, OssCall call) {
    if (call.query("list-type", "").equals("2")) {
      return ListingRequests.list(bucket, call);
    }
    if (call.asks("bucketInfo")) {
      return BucketRequests.info(bucket);
    }
    if (call.asks("location")) {
      return BucketRequests.location(bucket);
    }
    if (call.asks("stat")) {
      return BucketRequests.stat(bucket);
    }
    if (call.asks("versioning")) {
      return BucketRequests.versioning(bucket);
    }
    if (call.asks("worm")) {
      return BucketRequests.getWorm(bucket);
    }
    throw unknown();
  }

  private static OssRefusal unknown() {
    return new OssRefusal(
        501,
        "NotImplemented",
        "A header or query you provided implies functionality that is not implemented.");
  }

  /// The error document; for HEAD it travels in a header.
  static OssAnswer refused(OssCall call, OssRefusal refusal) {
    String id = OssBucket.newId().substring(0, 24);
    OssXml document =
        OssXml.document(
            "Error",
            xml -> {
              xml.leaf("Code", refusal.code());
              xml.leaf("Message", String.valueOf(refusal.getMessage()));
              xml.leaf("RequestId", id);
              xml.leaf("HostId", call.address().host());
              refusal.fields().forEach(xml::leaf);
              if (!refusal.fields().containsKey("EC")) {
                xml.leaf("EC", "0002-00000001");
              }
            });
    byte[] body = document.toString().getBytes(StandardCharsets.UTF_8);
    OssAnswer answer =
        OssAnswer.empty(refusal.status())
            .with("x-oss-request-id", id)
            .with("x-oss-ec", refusal.fields().getOrDefault("EC", "0002-00000001"));
    return call.method().equals("HEAD")
        ? answer.with("x-oss-err", Base64.getEncoder().encodeToString(body))
        : answer.with("Content-Type", "application/xml").withBody(body);
  }
}
