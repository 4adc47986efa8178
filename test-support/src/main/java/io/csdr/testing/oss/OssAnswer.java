package io.csdr.testing.oss;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// One answer before it is sent. The body of an answer to HEAD is not sent, but counts as its length.
@SuppressWarnings("ArrayRecordComponent")
record OssAnswer(int status, Map<String, String> headers, byte[] body) {

  static OssAnswer empty(int status) {
    return new OssAnswer(status, new LinkedHashMap<>(), new byte[0]);
  }

  static OssAnswer xml(OssXml document) {
    return empty(200)
        .withBody(document.toString().getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "application/xml");
  }

  OssAnswer with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  OssAnswer withBody(byte[] other) {
    return new OssAnswer(status, headers, other);
  }
}
