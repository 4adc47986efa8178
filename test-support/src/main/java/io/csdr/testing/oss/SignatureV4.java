package io.csdr.testing.oss;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Recomputes `OSS4-HMAC-SHA256` signatures from the text of the protocol's documentation.
final class SignatureV4 {
  static final String ALGORITHM = "OSS4-HMAC-SHA256";
  static final String TERMINATOR = "aliyun_v4_request";
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  /// Day, region, product and terminator: what a signing key is good for.
  record Scope(String day, String region, String product) {
    @Override
    public String toString() {
      return day + "/" + region + "/" + product + "/" + TERMINATOR;
    }
  }

  /// The parts of a request that are signed. `headers` have lower-case names and are all there are;
  /// which of them count is this class's business.
  record Signed(
      String method,
      String resource,
      Map<String, String> query,
      Map<String, String> headers,
      Set<String> additional) {}

  private SignatureV4() {}

  /// The signature in hexadecimal digits.
  static String of(Signed request, String time, Scope scope, String secret) {
    String text = stringToSign(request, time, scope);
    byte[] key = mac(bytes("aliyun_v4" + secret), scope.day());
    key = mac(mac(mac(key, scope.region()), scope.product()), TERMINATOR);
    return HexFormat.of().formatHex(mac(key, text));
  }

  static String stringToSign(Signed request, String time, Scope scope) {
    String digest = HexFormat.of().formatHex(sha256(canonical(request)));
    return String.join("\n", ALGORITHM, time, scope.toString(), digest);
  }

  private static String canonical(Signed request) {
    Map<String, String> query = new TreeMap<>();
    request.query().forEach((name, value) -> query.put(encoded(name), encoded(value)));
    StringBuilder pairs = new StringBuilder();
    query.forEach((name, value) ->
        pairs
            .append(pairs.isEmpty() ? "" : "&")
            .append(value.isEmpty() ? name : name + "=" + value));
    Set<String> additional = new TreeSet<>(request.additional());
    StringBuilder headers = new StringBuilder();
    new TreeMap<>(request.headers())
        .forEach((name, value) -> {
          if (isAlwaysSigned(name) || additional.contains(name)) {
            headers.append(name).append(':').append(value.trim()).append('\n');
          }
        });
    return String.join(
        "\n",
        request.method(),
        encoded(request.resource()).replace("%2F", "/"),
        pairs,
        headers,
        String.join(";", additional),
        request.headers().getOrDefault("x-oss-content-sha256", UNSIGNED));
  }

  static boolean isAlwaysSigned(String header) {
    return header.startsWith("x-oss-")
        || header.equals("content-type")
        || header.equals("content-md5");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
