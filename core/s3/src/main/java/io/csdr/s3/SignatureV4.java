package io.csdr.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS Signature Version 4 in the `Authorization` header, over every header of the request and its body.
///
/// @param region the region of the scope
record SignatureV4(String region) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String SCOPE_END = "aws4_request";
  private static final String SERVICE = "s3";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int DAY_CHARS = 8;

  /// The headers to send: those given, and those that carry time, payload hash, session token and signature.
  ///
  /// @param url with path and query encoded and the query sorted, as it is sent
  /// @param headers names in lower case, without `host`
  /// @param payloadHash SHA-256 of the body in lower-case hex
  SortedMap<String, String> sign(
      String method,
      URI url,
      Map<String, String> headers,
      String payloadHash,
      AccessKey key,
      Instant now) {
    String time = TIME.format(now);
    SortedMap<String, String> sent = new TreeMap<>(headers);
    sent.put("x-amz-date", time);
    sent.put("x-amz-content-sha256", payloadHash);
    if (key.token() != null) {
      sent.put("x-amz-security-token", key.token());
    }
    SortedMap<String, String> signed = new TreeMap<>(sent);
    signed.put("host", url.getRawAuthority());
    String names = String.join(";", signed.keySet());
    String scope = String.join("/", time.substring(0, DAY_CHARS), region, SERVICE, SCOPE_END);
    String canonical = canonical(method, url, signed, names, payloadHash);
    String text = String.join("\n", ALGORITHM, time, scope, sha256(bytes(canonical)));
    String signature = HexFormat.of().formatHex(hmac(signingKey(key, scope), text));
    sent.put(
        "authorization",
        ALGORITHM
            + " Credential="
            + key.id()
            + "/"
            + scope
            + ",SignedHeaders="
            + names
            + ",Signature="
            + signature);
    return sent;
  }

  /// SHA-256 in lower-case hex.
  static String sha256(byte[] bytes) {
    return sha256(bytes, 0, bytes.length);
  }

  /// SHA-256 of a part of an array, in lower-case hex.
  static String sha256(byte[] bytes, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, offset, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String canonical(
      String method, URI url, SortedMap<String, String> signed, String names, String payloadHash) {
    StringBuilder text = new StringBuilder(method).append('\n').append(url.getRawPath());
    text.append('\n').append(url.getRawQuery() == null ? "" : url.getRawQuery()).append('\n');
    signed.forEach(
        (name, value) -> text.append(name).append(':').append(value.strip()).append('\n'));
    return text.append('\n').append(names).append('\n').append(payloadHash).toString();
  }

  private static byte[] signingKey(AccessKey key, String scope) {
    byte[] chained = bytes("AWS4" + key.secret());
    for (String part : scope.split("/", -1)) {
      chained = hmac(chained, part);
    }
    return chained;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
