package io.csdr.s3;

import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Tells failures apart: what failed, on what, why, and after a dash what to do.
///
/// @param location the bucket and prefix
/// @param endpoint its URLs
/// @param region the region that requests were signed for
record Refusals(S3Location location, Endpoint endpoint, String region) {

  /// What a refusal that will not pass by itself, or did not pass in time, means to the caller.
  StoreException of(Call call, S3Error error, AccessKey used) {
    String what = subject(call) + ": " + error.line();
    if (error.isFull()) {
      return new StoreException.Full(
          what + " — make room or raise the quota, then run the command again", null);
    }
    String key = call.key();
    return switch (error.code()) {
      case "NoSuchKey" -> new StoreException.Missing(own(key));
      case "NoSuchBucket" ->
          denied(
              "there is no bucket '" + location.bucket() + "' at " + endpoint.origin(),
              "check the bucket's name, AWS_REGION and AWS_ENDPOINT_URL, or make the bucket");
      case "AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden" ->
          denied(what, access(call));
      case "InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException" ->
          denied(what, "check AWS_ACCESS_KEY_ID: this endpoint does not know that access key");
      case "SignatureDoesNotMatch" ->
          denied(what, "check AWS_SECRET_ACCESS_KEY: it does not belong to the access key");
      case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired" ->
          denied(
              what,
              "the session has ended"
                  + (used.expires() == null ? "" : " at " + used.expires())
                  + ": renew AWS_SESSION_TOKEN and the keys that go with it");
      case "InvalidToken", "InvalidSecurity" ->
          denied(what, "check AWS_SESSION_TOKEN: it does not belong to these keys");
      case "RequestTimeTooSkewed" ->
          denied(what, "set this machine's clock, or the service's: they differ too much");
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "IncorrectEndpoint" ->
          elsewhere(what, error);
      case "InvalidObjectState" ->
          denied(
              what,
              "the object was moved to an archive class: bring it back with a restore request of the"
                  + " service, and keep lifecycle rules away from the vault");
      case "ObjectLocked", "InvalidRetentionPeriod" ->
          denied(what, "the bucket retains the object; it can be deleted when that time is over");
      case "NotImplemented", "MethodNotAllowed" ->
          denied(
              what,
              "this service lacks what a vault needs of S3: conditional writes and ListObjectsV2");
      default -> other(call, what, error);
    };
  }

  /// What a request without an answer means to the caller.
  StoreException of(Call call, IOException failure) {
    String what = subject(call) + ": ";
    if (has(failure, UnknownHostException.class)
        || has(failure, UnresolvedAddressException.class)) {
      return unreachable(
          what + "the name of " + endpoint.origin() + " cannot be resolved",
          "check AWS_ENDPOINT_URL, AWS_REGION and the network's DNS",
          failure);
    }
    if (has(failure, HttpConnectTimeoutException.class)) {
      return unreachable(
          what + endpoint.origin() + " does not answer",
          "check the network and its proxy",
          failure);
    }
    if (has(failure, ConnectException.class)) {
      return unreachable(
          what + endpoint.origin() + " refuses the connection",
          "check that the service runs there, and the network",
          failure);
    }
    if (has(failure, SSLException.class)) {
      return unreachable(
          what + "no secure connection to " + endpoint.origin() + ": " + reason(failure),
          has(failure, CertificateException.class)
              ? "let AWS_CA_BUNDLE name the certificate of its authority, if you trust it"
              : "check that the endpoint speaks HTTPS; for plain HTTP write http:// before it",
          failure);
    }
    return unreachable(
        what + endpoint.origin() + " broke off: " + reason(failure),
        "check the network, then run the command again",
        failure);
  }

  /// Whether trying again is of no use: the other side would have to be set up differently.
  static boolean isFinal(IOException failure) {
    return failure instanceof BoundedBody.TooLong || has(failure, CertificateException.class);
  }

  /// An answer that no service of S3 gives.
  StoreException strange(Call call, String why) {
    return unreachable(
        subject(call) + ": " + why,
        "check that " + endpoint.origin() + " is a service of S3",
        null);
  }

  /// What the caller wanted, for messages.
  String subject(Call call) {
    String own = own(call.key());
    return call.deed().words() + " " + (own.isEmpty() ? "" : own + " in ") + location;
  }

  private StoreException other(Call call, String what, S3Error error) {
    return switch (error.status()) {
      case 301, 302, 307, 308 -> elsewhere(what, error);
      case 401, 403 -> denied(what, access(call));
      default ->
          error.status() >= 500 || error.isPassing()
              ? unreachable(what, "the service is in trouble: try again later", null)
              : denied(what, "check AWS_ENDPOINT_URL, AWS_REGION and the service's own log");
    };
  }

  private StoreException elsewhere(String what, S3Error error) {
    return denied(
        what,
        error
            .namedRegion()
            .map(there ->
                "the bucket is in region "
                    + there
                    + ", not "
                    + region
                    + ": set AWS_REGION="
                    + there)
            .orElse(
                "the bucket is in another region or at another endpoint: set AWS_REGION or AWS_ENDPOINT_URL"));
  }

  private String access(Call call) {
    String right = "the access key needs the right " + call.deed().right() + " for " + location;
    return call.deed() == Call.Deed.DELETE ? right + ", and nothing may retain the object" : right;
  }

  /// The key as the store's caller knows it.
  private String own(String key) {
    String prefix = location.key("");
    return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
  }

  private static StoreException denied(String what, String fix) {
    return new StoreException.Denied(what + " — " + fix, null);
  }

  private static StoreException unreachable(
      String what, String fix, @Nullable IOException failure) {
    return new StoreException.Unreachable(what + " — " + fix, failure);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 16; depth++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
