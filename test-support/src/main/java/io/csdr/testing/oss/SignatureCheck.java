package io.csdr.testing.oss;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lets only those requests pass that a known key has signed, at about this time.
final class SignatureCheck {
  /// How far a client's clock may be off.
  static final Duration MAX_SKEW = Duration.ofMinutes(15);

  private static final DateTimeFormatter V4_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern V4 =
      Pattern.compile(
          "OSS4-HMAC-SHA256 Credential=([^/,]+)/(\\d{8})/([^/,]+)/([^/,]+)/aliyun_v4_request,"
              + "\\s*(?:AdditionalHeaders=([^,]*),)?\\s*Signature=([0-9a-f]{64})");
  private static final Pattern V1 = Pattern.compile("OSS ([^:]+):(\\S+)");
  private static final Pattern CREDENTIAL =
      Pattern.compile("([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aliyun_v4_request");

  private final Map<String, OssKey> keys = new ConcurrentHashMap<>();
  private final InstantSource clock;

  SignatureCheck(InstantSource clock) {
    this.clock = clock;
  }

  void admit(OssKey key) {
    keys.put(key.id(), key);
  }

  void revoke(String id) {
    keys.remove(id);
  }

  /// The key that signed the request; `region` is the one that it must be signed for.
  OssKey check(OssCall call, String region) {
    String authorization = call.header("authorization");
    if (authorization == null) {
      if (call.asks("x-oss-signature")) {
        return checkV4Query(call, region);
      }
      throw denied("Anonymous access is forbidden for this operation.");
    }
    Matcher v4 = V4.matcher(authorization);
    if (v4.matches()) {
      return checkV4(call, v4, region);
    }
    Matcher v1 = V1.matcher(authorization);
    if (v1.matches()) {
      return checkV1(call, v1.group(1), v1.group(2));
    }
    throw OssRefusal.invalidArgument("Authorization header is invalid.");
  }

  private OssKey checkV4(OssCall call, Matcher authorization, String region) {
    SignatureV4.Scope scope = scope(authorization, region);
    if (!SignatureV4.UNSIGNED.equals(call.header("x-oss-content-sha256"))) {
      throw OssRefusal.invalidArgument("Invalid x-oss-content-sha256.");
    }
    String time = call.headers().getOrDefault("x-oss-date", "");
    checkTime(v4Time(time, scope), time);
    OssKey key = key(authorization.group(1), call.header("x-oss-security-token"));
    SignatureV4.Signed signed = signed(call, call.query(), names(authorization.group(5)));
    compare(
        key,
        SignatureV4.of(signed, time, scope, key.secret()),
        authorization.group(6),
        SignatureV4.stringToSign(signed, time, scope));
    return key;
  }

  private OssKey checkV4Query(OssCall call, String region) {
    Matcher credential = CREDENTIAL.matcher(call.query("x-oss-credential", ""));
    if (!credential.matches()
        || !SignatureV4.ALGORITHM.equals(call.query("x-oss-signature-version", ""))) {
      throw OssRefusal.invalidArgument("Invalid credential or signature version in the query.");
    }
    SignatureV4.Scope scope = scope(credential, region);
    String time = call.query("x-oss-date", "");
    Instant signedAt = v4Time(time, scope);
    Instant now = clock.instant();
    if (signedAt.isAfter(now.plus(MAX_SKEW))) {
      checkTime(signedAt, time);
    }
    if (now.isAfter(signedAt.plusSeconds(Long.parseLong(call.query("x-oss-expires", "0"))))) {
      throw denied("Request has expired.");
    }
    OssKey key = key(credential.group(1), call.query().get("x-oss-security-token"));
    Map<String, String> query = new TreeMap<>(call.query());
    query.remove("x-oss-signature");
    SignatureV4.Signed signed =
        signed(call, query, names(call.query("x-oss-additional-headers", "")));
    compare(
        key,
        SignatureV4.of(signed, time, scope, key.secret()),
        call.query("x-oss-signature", ""),
        SignatureV4.stringToSign(signed, time, scope));
    return key;
  }

  private OssKey checkV1(OssCall call, String id, String signature) {
    String date = call.headers().getOrDefault("date", "");
    date = call.headers().getOrDefault("x-oss-date", date);
    Instant time;
    try {
      time = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    } catch (DateTimeException e) {
      throw denied("OSS authentication requires a valid Date.");
    }
    checkTime(time, date);
    OssKey key = key(id, call.header("x-oss-security-token"));
    String resource = resource(call);
    compare(
        key,
        SignatureV1.of(call.method(), resource, call.query(), call.headers(), key.secret()),
        signature,
        SignatureV1.stringToSign(call.method(), resource, call.query(), call.headers()));
    return key;
  }

  private static SignatureV4.Scope scope(Matcher credential, String region) {
    SignatureV4.Scope scope =
        new SignatureV4.Scope(credential.group(2), credential.group(3), credential.group(4));
    if (!scope.region().equals(region)) {
      throw OssRefusal.invalidArgument("Invalid signing region in Authorization header.");
    }
    if (!scope.product().equals("oss")) {
      throw OssRefusal.invalidArgument("Invalid signing product in Authorization header.");
    }
    return scope;
  }

  private static SignatureV4.Signed signed(
      OssCall call, Map<String, String> query, Set<String> additional) {
    return new SignatureV4.Signed(call.method(), resource(call), query, call.headers(), additional);
  }

  private static Set<String> names(@Nullable String joined) {
    return joined == null || joined.isEmpty()
        ? Set.of()
        : Arrays.stream(joined.split(";", -1)).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String resource(OssCall call) {
    return call.bucket().isEmpty() ? "/" : "/" + call.bucket() + "/" + call.key();
  }

  private static Instant v4Time(String time, SignatureV4.Scope scope) {
    try {
      Instant instant = V4_TIME.parse(time, Instant::from);
      if (time.startsWith(scope.day())) {
        return instant;
      }
    } catch (DateTimeException e) {
      // The same refusal as for another day.
    }
    throw denied("Invalid signing date.");
  }

  private void checkTime(Instant time, String asSent) {
    Instant now = clock.instant();
    if (Duration.between(time, now).abs().compareTo(MAX_SKEW) > 0) {
      throw new OssRefusal(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.")
          .with("MaxAllowedSkewMilliseconds", String.valueOf(MAX_SKEW.toMillis()))
          .with("RequestTime", asSent)
          .with("ServerTime", OssTimes.iso(now));
    }
  }

  private OssKey key(String id, @Nullable String token) {
    OssKey key = keys.get(id);
    if (key == null || (key.token() != null && token == null)) {
      throw new OssRefusal(
              403,
              "InvalidAccessKeyId",
              "The OSS Access Key Id you provided does not exist in our records.")
          .with("OSSAccessKeyId", id);
    }
    if (key.token() != null && !key.token().equals(token)) {
      throw new OssRefusal(
          403, "InvalidSecurityToken", "The security token you provided is invalid.");
    }
    if (key.expiration() != null && !clock.instant().isBefore(key.expiration())) {
      throw new OssRefusal(
          403, "SecurityTokenExpired", "The security token you provided has expired.");
    }
    return key;
  }

  private static void compare(OssKey key, String right, String given, String text) {
    if (!MessageDigest.isEqual(
        right.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
      throw new OssRefusal(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided."
                  + " Check your key and signing method.")
          .with("OSSAccessKeyId", key.id())
          .with("SignatureProvided", given)
          .with("StringToSign", text);
    }
  }

  private static OssRefusal denied(String message) {
    return new OssRefusal(403, "AccessDenied", message);
  }
}
