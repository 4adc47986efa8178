package io.csdr.testing.oss;

import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.w3c.dom.Element;

/// Uploads in parts.
final class MultipartRequests {
  private MultipartRequests() {}

  static OssAnswer initiate(OssBucket bucket, OssCall call) {
    refuseOverwrite(bucket, call);
    OssUpload upload =
        bucket.begin(
            new OssUpload(
                OssBucket.newId(),
                call.key(),
                ObjectRequests.kept(bucket, call),
                new ConcurrentSkipListMap<>()));
    return OssAnswer.xml(
        OssXml.document(
            "InitiateMultipartUploadResult",
            xml ->
                xml.leaf("Bucket", bucket.name())
                    .leaf("Key", call.key())
                    .leaf("UploadId", upload.id())));
  }

  static OssAnswer part(OssBucket bucket, OssCall call, InstantSource clock) {
    ObjectRequests.checkDigest(call);
    ObjectRequests.checkTrafficLimit(call);
    OssUpload upload = bucket.upload(call.key(), call.query("uploadId", ""));
    String number = call.query("partNumber", "");
    if (!number.matches("\\d{1,5}")
        || number.equals("0")
        || Integer.parseInt(number) > OssUpload.MAX_PARTS) {
      throw OssRefusal.invalidArgument("Part number must be an integer between 1 and 10000.");
    }
    String tag = Checksums.tag(call.body());
    upload
        .parts()
        .put(
            Integer.valueOf(number),
            new OssUpload.Part(call.body(), tag, clock.instant().truncatedTo(ChronoUnit.SECONDS)));
    return OssAnswer.empty(200)
        .with("ETag", tag)
        .with("x-oss-hash-crc64ecma", Checksums.crc64(call.body()));
  }

  static OssAnswer listParts(OssBucket bucket, OssCall call) {
    OssUpload upload = bucket.upload(call.key(), call.query("uploadId", ""));
    int max = Integer.parseInt(call.query("max-parts", "1000"));
    int marker = Integer.parseInt(call.query("part-number-marker", "0"));
    List<Map.Entry<Integer, OssUpload.Part>> rest =
        List.copyOf(upload.parts().tailMap(marker, false).entrySet());
    List<Map.Entry<Integer, OssUpload.Part>> page = rest.subList(0, Math.min(max, rest.size()));
    return OssAnswer.xml(
        OssXml.document(
            "ListPartsResult",
            xml -> {
              xml.leaf("Bucket", bucket.name())
                  .leaf("Key", call.key())
                  .leaf("UploadId", upload.id());
              xml.leaf("PartNumberMarker", marker);
              xml.leaf("NextPartNumberMarker", page.isEmpty() ? marker : page.getLast().getKey());
              xml.leaf("MaxParts", max).leaf("IsTruncated", page.size() < rest.size());
              page.forEach(entry ->
                  xml.element(
                      "Part",
                      part ->
                          part.leaf("PartNumber", entry.getKey())
                              .leaf("LastModified", OssTimes.iso(entry.getValue().modified()))
                              .leaf("ETag", entry.getValue().tag())
                              .leaf("Size", entry.getValue().bytes().length)));
            }));
  }

  static OssAnswer complete(OssBucket bucket, OssCall call) {
    OssUpload upload = bucket.upload(call.key(), call.query("uploadId", ""));
    refuseOverwrite(bucket, call);
    List<OssUpload.Part> parts = chosen(upload, call);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int i = 0; i < parts.size(); i++) {
      byte[] bytes = parts.get(i).bytes();
      if (i < parts.size() - 1 && bytes.length < OssUpload.MIN_PART) {
        throw new OssRefusal(
            400, "EntityTooSmall", "Your proposed upload smaller than the minimum allowed size.");
      }
      whole.writeBytes(bytes);
    }
    Map<String, String> headers = new TreeMap<>(upload.headers());
    String crc = Checksums.crc64(whole.toByteArray());
    headers.put("x-oss-hash-crc64ecma", crc);
    OssVersion version =
        bucket.put(call.key(), whole.toByteArray(), headers, ObjectRequests.forbidsOverwrite(call));
    bucket.end(upload);
    String tag = '"' + Checksums.tag(version.bytes()).replace("\"", "") + "-" + parts.size() + '"';
    OssAnswer answer =
        OssAnswer.xml(
            OssXml.document(
                "CompleteMultipartUploadResult",
                xml ->
                    xml.leaf("Bucket", bucket.name()).leaf("Key", call.key()).leaf("ETag", tag)));
    return ObjectRequests.versioned(bucket, version, answer).with("x-oss-hash-crc64ecma", crc);
  }

  static OssAnswer abort(OssBucket bucket, OssCall call) {
    bucket.end(bucket.upload(call.key(), call.query("uploadId", "")));
    return OssAnswer.empty(204);
  }

  private static List<OssUpload.Part> chosen(OssUpload upload, OssCall call) {
    if ("yes".equals(call.header("x-oss-complete-all"))) {
      return List.copyOf(upload.parts().values());
    }
    List<OssUpload.Part> chosen = new ArrayList<>();
    int before = 0;
    for (Element element : OssXml.children(OssXml.parse(call.body()), "Part")) {
      int number = Integer.parseInt(OssXml.text(element, "PartNumber"));
      OssUpload.Part part = upload.parts().get(number);
      String tag = OssXml.text(element, "ETag").replace("\"", "");
      if (part == null || !part.tag().replace("\"", "").equalsIgnoreCase(tag)) {
        throw new OssRefusal(
            400, "InvalidPart", "One or more of the specified parts could not be found.");
      }
      if (number <= before) {
        throw new OssRefusal(
            400, "InvalidPartOrder", "The list of parts was not in ascending order.");
      }
      before = number;
      chosen.add(part);
    }
    return chosen;
  }

  private static void refuseOverwrite(OssBucket bucket, OssCall call) {
    if (ObjectRequests.forbidsOverwrite(call)
        && bucket.versioning() == OssBucket.Versioning.NEVER
        && bucket.current(call.key()).isPresent()) {
      throw new OssRefusal(
              409,
              "FileAlreadyExists",
              "The object you specified already exists and can not be overwritten.")
          .with("EC", "0026-00000002");
    }
  }
}
