package io.csdr.engine.cluster;

import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import java.util.Locale;

/// Tells a refused call in words that a person can act on.
public final class ApiFailures {
  private ApiFailures() {}

  /// A call about one object.
  public static Failure of(ApiException e, ObjectRef ref) {
    String where = ref.namespace() == null ? "" : " in namespace " + ref.namespace();
    return new Failure(
        ref.toString(),
        type(e),
        message(e, ref.qualifiedResource(), where),
        fix(e, ref.qualifiedResource(), ref.namespace() == null ? "" : ref.namespace()));
  }

  /// A list of one kind in one namespace (`namespace` empty: everywhere).
  public static Failure ofList(ApiException e, ApiResource resource, String namespace) {
    String where = namespace.isEmpty() ? "" : " in namespace " + namespace;
    String kind = resource.qualified();
    String fix = fix(e, kind, namespace);
    String accept = "leave it out with --exclude-resources " + kind;
    return new Failure(
        kind + where,
        type(e),
        message(e, kind, where),
        fix.isEmpty() ? accept : fix + ", or " + accept);
  }

  /// A short class of what happened, for `status.failures[].type`.
  private static String type(ApiException e) {
    return switch (e.reason()) {
      case UNREACHABLE -> "Unreachable";
      case TIMEOUT -> "Timeout";
      case UNAUTHORIZED -> "Unauthorized";
      case FORBIDDEN -> denied(e).type;
      case NOT_FOUND -> "NotFound";
      case ALREADY_EXISTS -> "AlreadyExists";
      case CONFLICT -> "Conflict";
      case GONE -> "Expired";
      case INVALID -> "Invalid";
      case TOO_LARGE -> "TooLarge";
      case NOT_ALLOWED -> "NotAllowed";
      case BUSY -> "ServerBusy";
      case WEBHOOK -> "WebhookUnavailable";
      case SERVER -> "ServerError";
    };
  }

  private static String message(ApiException e, String kind, String where) {
    return switch (e.reason()) {
      case FORBIDDEN ->
          denied(e) == Denied.RIGHTS
              ? "may not " + e.verb() + " " + kind + where + ": " + e.detail()
              : e.detail();
      case UNAUTHORIZED -> "the API server does not accept these credentials: " + e.detail();
      case INVALID -> kind.equals("secrets") ? "invalid: " + e.fields() : e.detail();
      case UNREACHABLE, TIMEOUT -> "cannot " + e.verb() + " " + kind + where + ": " + e.detail();
      case NOT_FOUND,
          ALREADY_EXISTS,
          CONFLICT,
          GONE,
          TOO_LARGE,
          NOT_ALLOWED,
          BUSY,
          WEBHOOK,
          SERVER ->
          e.detail();
    };
  }

  private static String fix(ApiException e, String kind, String namespace) {
    return switch (e.reason()) {
      case FORBIDDEN -> denied(e) == Denied.RIGHTS ? grant(e, kind, namespace) : denied(e).fix;
      case UNAUTHORIZED -> "log in again, or give another --kubeconfig or --context";
      case UNREACHABLE, TIMEOUT -> "check with: kubectl get --raw /readyz";
      case BUSY -> "run the same command again when the API server is less busy";
      case WEBHOOK -> "see that the webhook's pods run, then run the same command again";
      case INVALID -> "";
      case TOO_LARGE -> "the object is too large for this API server";
      case ALREADY_EXISTS -> "choose --existing update or --existing replace";
      case CONFLICT -> "somebody changed it at the same time; run the same command again";
      case NOT_FOUND, GONE, NOT_ALLOWED, SERVER -> "";
    };
  }

  private static String grant(ApiException e, String kind, String namespace) {
    String role =
        "kubectl create clusterrole csdr-"
            + e.verb()
            + " --verb="
            + e.verb()
            + " --resource="
            + kind;
    String binding =
        namespace.isEmpty()
            ? "kubectl create clusterrolebinding csdr-" + e.verb()
            : "kubectl -n " + namespace + " create rolebinding csdr-" + e.verb();
    return "grant it: "
        + role
        + " && "
        + binding
        + " --clusterrole=csdr-"
        + e.verb()
        + " --user=YOU";
  }

  private static Denied denied(ApiException e) {
    String detail = e.detail().toLowerCase(Locale.ROOT);
    if (detail.contains("exceeded quota") || detail.contains("unknown for quota")) {
      return Denied.QUOTA;
    }
    if (detail.contains("violates podsecurity")) {
      return Denied.POD_SECURITY;
    }
    if (detail.contains("because it is being terminated")) {
      return Denied.TERMINATING;
    }
    if (detail.contains("admission webhook") || detail.contains("denied the request")) {
      return Denied.ADMISSION;
    }
    return Denied.RIGHTS;
  }

  /// Why a 403: rights, or one of the admission steps that answer the same.
  private enum Denied {
    RIGHTS("Forbidden", ""),
    QUOTA("QuotaExceeded", "raise the quota or remove what uses it up"),
    POD_SECURITY("PodSecurity", "relax the namespace's pod-security.kubernetes.io labels"),
    TERMINATING("Terminating", "wait until the namespace is gone, then run the same command again"),
    ADMISSION("AdmissionDenied", "change the policy that refuses it, or the object");

    private final String type;
    private final String fix;

    Denied(String type, String fix) {
      this.type = type;
      this.fix = fix;
    }
  }
}
