package io.csdr.testing.oss;

import io.csdr.testing.oss.OssBucket.Versioning;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What is asked of a bucket and not of its objects, listings aside.
final class BucketRequests {
  private static final int MAX_DAYS = 25_550;

  private BucketRequests() {}

  static OssAnswer info(OssBucket bucket) {
    return OssAnswer.xml(
        OssXml.document(
            "BucketInfo",
            root ->
                root.element(
                    "Bucket",
                    xml -> {
                      xml.leaf("Name", bucket.name());
                      xml.leaf("Location", "oss-" + bucket.region());
                      xml.leaf("CreationDate", "2026-01-01T00:00:00.000Z");
                      xml.leaf("ExtranetEndpoint", "oss-" + bucket.region() + ".aliyuncs.com");
                      xml.leaf(
                          "IntranetEndpoint", "oss-" + bucket.region() + "-internal.aliyuncs.com");
                      xml.leaf("StorageClass", bucket.storageClass());
                      xml.leaf("DataRedundancyType", "LRS");
                      xml.element("Owner", owner -> owner.leaf("ID", "1").leaf("DisplayName", "1"));
                      xml.element("AccessControlList", acl -> acl.leaf("Grant", "private"));
                      versioning(xml, bucket, "Versioning");
                    })));
  }

  static OssAnswer location(OssBucket bucket) {
    return OssAnswer.xml(new OssXml().leaf("LocationConstraint", "oss-" + bucket.region()));
  }

  static OssAnswer stat(OssBucket bucket) {
    long bytes =
        bucket.current().values().stream().mapToLong(version -> version.bytes().length).sum();
    return OssAnswer.xml(
        OssXml.document(
            "BucketStat",
            xml ->
                xml.leaf("Storage", bytes)
                    .leaf("ObjectCount", bucket.current().size())
                    .leaf("MultipartUploadCount", 0)
                    .leaf("LiveChannelCount", 0)));
  }

  static OssAnswer versioning(OssBucket bucket) {
    return OssAnswer.xml(
        OssXml.document("VersioningConfiguration", xml -> versioning(xml, bucket, "Status")));
  }

  private static void versioning(OssXml xml, OssBucket bucket, String element) {
    switch (bucket.versioning()) {
      case ENABLED -> xml.leaf(element, "Enabled");
      case SUSPENDED -> xml.leaf(element, "Suspended");
      case NEVER -> {}
    }
  }

  static OssAnswer setVersioning(OssBucket bucket, OssCall call) {
    String status = OssXml.text(OssXml.parse(call.body()), "Status");
    bucket.versioning(
        switch (status) {
          case "Enabled" -> Versioning.ENABLED;
          case "Suspended" -> Versioning.SUSPENDED;
          default -> throw OssRefusal.invalidArgument("Unknown versioning status.");
        });
    return OssAnswer.empty(200);
  }

  static OssAnswer initiateWorm(OssBucket bucket, OssCall call, InstantSource clock) {
    if (bucket.worm().isPresent()) {
      throw new OssRefusal(
          409, "WORMConfigurationLocked", "The WORM configuration is locked or in progress.");
    }
    int days = days(call);
    OssWorm worm = new OssWorm(OssBucket.newId(), days, clock.instant(), false);
    bucket.worm(worm);
    return OssAnswer.empty(200).with("x-oss-worm-id", worm.id());
  }

  static OssAnswer completeWorm(OssBucket bucket, OssCall call) {
    OssWorm worm = worm(bucket);
    checkId(worm, call);
    bucket.worm(new OssWorm(worm.id(), worm.days(), worm.created(), true));
    return OssAnswer.empty(200);
  }

  static OssAnswer extendWorm(OssBucket bucket, OssCall call) {
    OssWorm worm = worm(bucket);
    checkId(worm, call);
    int days = days(call);
    if (!worm.locked() || days <= worm.days()) {
      throw invalidWorm();
    }
    bucket.worm(new OssWorm(worm.id(), days, worm.created(), true));
    return OssAnswer.empty(200);
  }

  static OssAnswer getWorm(OssBucket bucket) {
    OssWorm worm = worm(bucket);
    Instant expiration = worm.created().plus(Duration.ofDays(worm.days()));
    return OssAnswer.xml(
        OssXml.document(
            "WormConfiguration",
            xml ->
                xml.leaf("WormId", worm.id())
                    .leaf("State", worm.locked() ? "Locked" : "InProgress")
                    .leaf("RetentionPeriodInDays", worm.days())
                    .leaf("CreationDate", OssTimes.iso(worm.created()))
                    .leaf("ExpirationDate", OssTimes.iso(expiration))));
  }

  static OssAnswer abortWorm(OssBucket bucket) {
    if (worm(bucket).locked()) {
      throw new OssRefusal(409, "WORMConfigurationLocked", "The WORM configuration is locked.");
    }
    bucket.worm(null);
    return OssAnswer.empty(204);
  }

  private static int days(OssCall call) {
    String days = OssXml.text(OssXml.parse(call.body()), "RetentionPeriodInDays");
    if (!days.matches("\\d{1,5}") || days.equals("0") || Integer.parseInt(days) > MAX_DAYS) {
      throw invalidWorm();
    }
    return Integer.parseInt(days);
  }

  private static OssWorm worm(OssBucket bucket) {
    return bucket
        .worm()
        .orElseThrow(() ->
            new OssRefusal(
                404, "NoSuchWORMConfiguration", "The WORM configuration does not exist."));
  }

  private static void checkId(OssWorm worm, OssCall call) {
    if (!worm.id().equals(call.query("wormId", ""))) {
      throw invalidWorm();
    }
  }

  private static OssRefusal invalidWorm() {
    return new OssRefusal(409, "InvalidWORMConfiguration", "The WORM configuration is not valid.");
  }
}
