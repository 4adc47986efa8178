package io.csdr.alibaba.oss;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.OSSErrorCode;
import com.aliyun.oss.OSSException;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells OSS's refusals apart and says of each what causes it and what to do.
///
/// Nothing of an answer but its code, its ids and the name of the right endpoint gets into a message:
/// the rest may hold what was signed, and with what.
final class OssFailures {
  private static final Set<String> PASSING =
      Set.of(
          "InternalError",
          "ServiceUnavailable",
          "ServiceBusy",
          "SlowDown",
          OSSErrorCode.REQUEST_TIMEOUT,
          "QpsLimitExceeded",
          "TotalQpsLimitExceeded",
          "UploadTrafficRateLimitExceeded",
          "DownloadTrafficRateLimitExceeded",
          "TrafficRateLimitExceeded");
  private static final Set<String> KEY_REFUSED =
      Set.of(
          OSSErrorCode.INVALID_ACCESS_KEY_ID,
          "InvalidSecurityToken",
          "SecurityTokenExpired",
          "InvalidAccessKeyId.Inactive");

  private final OssLocation location;
  private final OssEndpoint endpoint;
  private final OssNetwork network;

  OssFailures(OssLocation location, OssEndpoint endpoint, OssNetwork network) {
    this.location = location;
    this.endpoint = endpoint;
    this.network = network;
  }

  private enum Kind {
    DENIED,
    FULL,
    UNREACHABLE
  }

  private record Finding(Kind kind, String cause, String fix) {
    static Finding denied(String cause, String fix) {
      return new Finding(Kind.DENIED, cause, fix);
    }

    static Finding unreachable(String cause, String fix) {
      return new Finding(Kind.UNREACHABLE, cause, fix);
    }
  }

  /// Whether the same request may well succeed a little later.
  static boolean passes(OSSException failure, int status) {
    boolean unreadable = OSSErrorCode.INVALID_RESPONSE.equals(failure.getErrorCode());
    return PASSING.contains(failure.getErrorCode())
        || status == 408
        || status == 429
        || (status >= 500 && status != 501 && status != 507)
        || (unreadable && status == 0);
  }

  /// Whether the same request may well succeed a little later.
  static boolean passes(ClientException failure) {
    return find(failure, CertificateException.class).isEmpty()
        && find(failure, IOException.class).isPresent();
  }

  /// Whether another key may be what is needed.
  static boolean refusesKey(OSSException failure) {
    return KEY_REFUSED.contains(failure.getErrorCode());
  }

  static boolean refusesTime(OSSException failure) {
    return OSSErrorCode.REQUEST_TIME_TOO_SKEWED.equals(failure.getErrorCode());
  }

  /// What a refusal means to the caller.
  StoreException of(OssAction action, String name, OSSException failure, int status) {
    String code = String.valueOf(failure.getErrorCode());
    Finding finding = explain(action, code, failure, status);
    String ids =
        code
            + (status == 0 ? "" : ", status " + status)
            + (failure.getEC() == null ? "" : ", EC " + failure.getEC())
            + (failure.getRequestId() == null ? "" : ", request " + failure.getRequestId());
    return exception(finding, headline(action, name), " (" + ids + ")", null);
  }

  /// What a request without an answer means to the caller.
  StoreException of(OssAction action, String name, Exception failure) {
    return exception(explain(failure), headline(action, name), "", failure);
  }

  /// A delete or a change that a retention policy of the bucket forbids; `lock` describes it.
  StoreException locked(String name, String lock) {
    return new StoreException.Denied(
        headline(OssAction.DELETE, name) + "it is locked by " + lock + " (FileImmutable)", null);
  }

  private String headline(OssAction action, String name) {
    return location + ": cannot " + action.verb() + " " + (name.isEmpty() ? "it" : name) + ": ";
  }

  private static StoreException exception(
      Finding finding, String headline, String ids, @Nullable Exception cause) {
    String message = headline + finding.cause + "; " + finding.fix + ids;
    return switch (finding.kind) {
      case DENIED -> new StoreException.Denied(message, cause);
      case FULL -> new StoreException.Full(message, cause);
      case UNREACHABLE -> new StoreException.Unreachable(message, cause);
    };
  }

  private Finding explain(OssAction action, String code, OSSException failure, int status) {
    String message = String.valueOf(failure.getErrorMessage()).toLowerCase(Locale.ROOT);
    if (code.toLowerCase(Locale.ROOT).contains("kms") || message.contains("kms")) {
      return Finding.denied(
          "the bucket is encrypted with a KMS key that cannot be used",
          "enable the key, and grant kms:GenerateDataKey and kms:Decrypt on it");
    }
    if (status == 507 || code.contains("Quota") || code.contains("StorageLimit")) {
      return new Finding(
          Kind.FULL, "there is no room left", "raise the quota or remove what is not needed");
    }
    return switch (code) {
      case OSSErrorCode.NO_SUCH_BUCKET ->
          Finding.denied(
              "there is no bucket " + location.bucket() + " in " + endpoint.region(),
              "create it, or correct bucket and region of the vault");
      case OSSErrorCode.ACCESS_DENIED, OSSErrorCode.ACCESS_FORBIDDEN ->
          denial(action, message, failure.getErrorFields());
      case OSSErrorCode.INVALID_OBJECT_STATE ->
          Finding.denied(
              "the object is in an archive class and has to be restored before it can be read",
              "restore it in OSS, and keep vaults in Standard or IA (no lifecycle rule to Archive)");
      case OSSErrorCode.FILE_IMMUTABLE ->
          Finding.denied(
              "it is locked by a retention policy of the bucket", "wait until the lock ends");
      case "UserDisable" ->
          Finding.denied(
              "OSS is switched off for the account, mostly because it is in arrears",
              "settle the account's bills");
      case OSSErrorCode.INVALID_ARGUMENT -> argument(message);
      case OSSErrorCode.INVALID_RESPONSE -> unreadable(status);
      default -> ofKey(code).orElseGet(() -> other(code, failure, status));
    };
  }

  private static Optional<Finding> ofKey(String code) {
    return Optional.ofNullable(
        switch (code) {
          case OSSErrorCode.INVALID_ACCESS_KEY_ID ->
              Finding.denied(
                  "OSS does not know the access key, or it was disabled",
                  "correct access-key-id in the credentials, or enable the key");
          case OSSErrorCode.SIGNATURE_DOES_NOT_MATCH ->
              Finding.denied(
                  "the secret does not belong to the access key",
                  "correct access-key-secret in the credentials (look for blanks and line ends)");
          case "SecurityTokenExpired" ->
              Finding.denied(
                  "the temporary access key has expired",
                  "give a new one, or let the role of the node be used");
          case "InvalidSecurityToken", OSSErrorCode.SECURITY_TOKEN_NOT_SUPPORTED ->
              Finding.denied(
                  "the security token does not belong to the temporary access key",
                  "give key, secret and token of one and the same call to STS");
          case OSSErrorCode.REQUEST_TIME_TOO_SKEWED ->
              Finding.denied(
                  "this machine's clock is more than 15 minutes off", "set it, best with NTP");
          default -> null;
        });
  }

  private Finding denial(OssAction action, String message, @Nullable Map<String, String> fields) {
    if (message.contains("does not belong to you")) {
      return Finding.denied(
          "bucket " + location.bucket() + " belongs to another account",
          "use a key of the account that owns it, or another bucket"
              + " (with the role of a managed cluster its name begins with cnfs-oss-)");
    }
    if (message.contains("specified endpoint")) {
      String right = fields == null ? null : fields.get("Endpoint");
      boolean plausible = right != null && right.matches("[A-Za-z0-9.-]{1,100}");
      return Finding.denied(
          "bucket " + location.bucket() + " is not in " + endpoint.region(),
          plausible ? "its endpoint is " + right : "give the vault the bucket's own region");
    }
    if (message.contains("expired") || message.contains("signing date")) {
      return Finding.denied("the signature is too old", "set this machine's clock");
    }
    return Finding.denied(
        "the key has no right to do that",
        "grant %s on acs:oss:*:*:%s and acs:oss:*:*:%s/*, and look into the bucket's policy"
            .formatted(action.right(), location.bucket(), location.bucket()));
  }

  private Finding argument(String message) {
    return message.contains("region")
        ? Finding.denied(
            "bucket " + location.bucket() + " is not in " + endpoint.region(),
            "give the vault the bucket's own region")
        : Finding.denied("OSS does not accept the request", "check the vault's settings");
  }

  private static Finding unreadable(int status) {
    return status >= 400 && status < 500
        ? Finding.denied(
            "something on the way to OSS refuses", "check the proxy and the vault's endpoint")
        : Finding.unreachable(
            "the answer is not one of OSS", "check the proxy and the vault's endpoint");
  }

  private static Finding other(String code, OSSException failure, int status) {
    if (code.endsWith("LimitExceeded") || code.equals("SlowDown")) {
      return Finding.unreachable(
          "OSS is asked more than it allows this account",
          "run fewer backups at a time, or have the limit raised");
    }
    return passes(failure, status)
        ? Finding.unreachable("OSS is in trouble", "try again later")
        : Finding.denied("OSS refuses", "look the code up in OSS's documentation");
  }

  private Finding explain(Exception failure) {
    String host = endpoint.url().getHost();
    if (find(failure, UnknownHostException.class).isPresent()) {
      return Finding.unreachable(
          "the name of " + host + " cannot be resolved",
          "check the vault's region and endpoint, and DNS");
    }
    if (find(failure, CertificateException.class).isPresent()) {
      return Finding.denied(
          "the certificate of " + host + " is not trusted",
          "check the endpoint, or let this machine trust who issued it");
    }
    if (find(failure, ConnectException.class).isPresent()
        || find(failure, NoRouteToHostException.class).isPresent()
        || find(failure, InterruptedIOException.class).isPresent()) {
      return Finding.unreachable(host + " does not answer", hint());
    }
    return Finding.unreachable("the connection to " + host + " broke", hint());
  }

  private String hint() {
    return switch (network) {
      case INTERNAL ->
          "internal endpoints answer only within %s: from elsewhere use network public"
              .formatted(endpoint.region());
      case PUBLIC ->
          "check the way to the Internet; within %s network internal needs none"
              .formatted(endpoint.region());
      case ACCELERATE -> "check the way to the Internet, and that acceleration is switched on";
    };
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 16; depth++, at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }
}
