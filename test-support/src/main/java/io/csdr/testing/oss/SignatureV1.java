package io.csdr.testing.oss;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Recomputes signatures of the first version, an HMAC-SHA1 over few parts of a request.
final class SignatureV1 {
  /// Parameters that count as part of the resource, of those that the double understands.
  private static final Set<String> RESOURCE =
      Set.of(
          "acl",
          "bucketInfo",
          "continuation-token",
          "delete",
          "location",
          "objectMeta",
          "partNumber",
          "policy",
          "resourceGroup",
          "restore",
          "security-token",
          "stat",
          "uploadId",
          "uploads",
          "versionId",
          "versioning",
          "versions",
          "worm",
          "wormExtend",
          "wormId",
          "x-oss-traffic-limit");

  private SignatureV1() {}

  /// The signature in Base64. `resource` is `/bucket/key` as it is, not encoded.
  static String of(
      String method,
      String resource,
      Map<String, String> query,
      Map<String, String> headers,
      String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      String text = stringToSign(method, resource, query, headers);
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String stringToSign(
      String method, String resource, Map<String, String> query, Map<String, String> headers) {
    StringBuilder text = new StringBuilder(method).append('\n');
    text.append(headers.getOrDefault("content-md5", "").trim()).append('\n');
    text.append(headers.getOrDefault("content-type", "").trim()).append('\n');
    String date = headers.getOrDefault("date", "");
    text.append(headers.getOrDefault("x-oss-date", date).trim()).append('\n');
    new TreeMap<>(headers)
        .forEach((name, value) -> {
          if (name.startsWith("x-oss-")) {
            text.append(name).append(':').append(value.trim()).append('\n');
          }
        });
    text.append(resource);
    String separator = "?";
    for (Map.Entry<String, String> parameter : new TreeMap<>(query).entrySet()) {
      String name = parameter.getKey();
      if (RESOURCE.contains(name) || name.startsWith("response-")) {
        text.append(separator).append(name);
        text.append(parameter.getValue().isEmpty() ? "" : "=" + parameter.getValue());
        separator = "&";
      }
    }
    return text.toString();
  }
}
