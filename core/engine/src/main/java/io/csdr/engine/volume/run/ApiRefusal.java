package io.csdr.engine.volume.run;

import io.csdr.engine.cluster.CauseWords;
import io.csdr.model.Failure;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// What the API server's refusals mean for volumes.
public final class ApiRefusal {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private ApiRefusal() {}

  /// Whether rights, a quota or an admission rule were in the way.
  public static boolean forbidden(KubernetesClientException e) {
    return e.getCode() == FORBIDDEN;
  }

  /// Whether the object or its kind is not there.
  public static boolean missing(KubernetesClientException e) {
    return e.getCode() == NOT_FOUND;
  }

  /// Whether an object of that name is there already, or was changed meanwhile.
  public static boolean conflict(KubernetesClientException e) {
    return e.getCode() == CONFLICT;
  }

  /// Tells an interrupted call from a refused one.
  ///
  /// @throws InterruptedException when the call was cut short because its thread was interrupted
  public static void checkInterrupt(KubernetesClientException e) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    for (Throwable cause = e; cause != null && !interrupted; cause = cause.getCause()) {
      interrupted = cause instanceof InterruptedException;
    }
    if (interrupted) {
      InterruptedException stop = new InterruptedException("interrupted in a call");
      stop.initCause(e);
      throw stop;
    }
  }

  /// The server's own words, and where it said nothing, what kept the call from its answer.
  public static String words(KubernetesClientException e) {
    Status status = e.getStatus();
    if (status != null && status.getMessage() != null && !status.getMessage().isBlank()) {
      return status.getMessage();
    }
    return CauseWords.of(e);
  }

  /// The refusal of what `doing` (`create the mover's Job`) tells, as a failure of `object`.
  public static Failure failure(String object, String doing, KubernetesClientException e) {
    String message = "could not " + doing + ": " + words(e);
    if (!forbidden(e)) {
      String check = e.getStatus() == null ? "check with: kubectl get --raw /readyz" : "";
      return new Failure(object, "ApiError", message, check);
    }
    String fix =
        words(e).contains("exceeded quota")
            ? "raise the ResourceQuota or remove what is no longer needed"
            : "grant the missing right, or change the policy that refuses it";
    return new Failure(object, "Forbidden", message, fix);
  }
}
