package io.csdr.cli;

import io.csdr.cli.outcome.CliException;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.select.UsageException;
import io.csdr.vault.VaultException;
import io.csdr.vault.store.StoreException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// What a failure is to a person: one line with the fix, in kubectl's words where the API server refused,
/// and the exit code.
record ErrorText(boolean fromServer, String text, ExitCode code) {
  private static final int FORBIDDEN = 403;
  private static final String CONNECTION =
      "check the context (kubectl config current-context), the network and the proxy";
  private static final String RIGHTS = "ask for the right, or use another --context";

  static ErrorText of(Throwable e) {
    return switch (e) {
      case CliException cli -> new ErrorText(false, join(message(e), cli.fix()), cli.code());
      case EngineException engine -> error(engine.failure().line());
      case UsageException _ -> new ErrorText(false, message(e), ExitCode.USAGE);
      case ApiException api -> api(api);
      case VaultException vault -> error(join(message(e), fix(vault)));
      case StoreException store ->
          // What a bucket refuses comes with its own fix.
          error(message(e).contains(" — ") ? message(e) : join(message(e), fix(store)));
      case KubernetesClientException refused -> refused(refused);
      case FileSystemException file ->
          error(
              join(
                  "cannot use " + file.getFile() + ": " + why(file),
                  "check the path, its rights and the room there"));
      case UncheckedIOException io -> caused(message(io), io.getCause());
      case IOException _ -> error(message(e));
      case CancellationException _ ->
          new ErrorText(false, "interrupted; nothing is left behind", ExitCode.INTERRUPTED);
      case InterruptedException _ -> new ErrorText(false, "interrupted", ExitCode.INTERRUPTED);
      case OutOfMemoryError _ ->
          error(join("out of memory", "give more with CSDR_JAVA_OPTIONS=-Xmx4g"));
      default ->
          error(
              join(
                  "unexpected: " + message(e),
                  "this is a bug of csdr; -v 4 shows where it happened"));
    };
  }

  private static ErrorText caused(String lead, @Nullable Throwable cause) {
    return error(cause == null ? lead : lead + ": " + of(cause).text());
  }

  private static String why(FileSystemException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it does not exist";
      case FileAlreadyExistsException _ -> "it is there already";
      default -> e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    };
  }

  /// A refusal or loss that reached us through the client library.
  private static ErrorText refused(KubernetesClientException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        return new ErrorText(false, "interrupted", ExitCode.INTERRUPTED);
      }
    }
    Status status = e.getStatus();
    if (e.getCode() == 0 || status == null) {
      return error(join("unable to connect to the server: " + message(e), CONNECTION));
    }
    String reason = status.getReason() == null ? "HTTP " + e.getCode() : status.getReason();
    String detail = status.getMessage() == null ? message(e) : status.getMessage();
    return new ErrorText(
        true,
        join(
            "Error from server (" + reason + "): " + detail,
            e.getCode() == FORBIDDEN ? RIGHTS : ""),
        ExitCode.FAILED);
  }

  private static ErrorText api(ApiException e) {
    return switch (e.reason()) {
      case UNREACHABLE -> error(join("unable to connect to the server: " + e.detail(), CONNECTION));
      case TIMEOUT -> error(join(e.detail(), "try again, or check the server's load"));
      case UNAUTHORIZED ->
          error(
              join(
                  "you must be logged in to the server (Unauthorized)",
                  "renew your credentials; this must work: kubectl auth whoami"));
      case FORBIDDEN -> server("Forbidden", e, RIGHTS);
      case NOT_FOUND -> server("NotFound", e, "");
      case ALREADY_EXISTS -> server("AlreadyExists", e, "");
      case CONFLICT -> server("Conflict", e, "try again");
      case GONE -> server("Expired", e, "try again");
      case INVALID -> server("Invalid", e, "");
      case TOO_LARGE -> server("RequestEntityTooLarge", e, "");
      case NOT_ALLOWED -> server("MethodNotAllowed", e, "");
      case BUSY -> server("ServiceUnavailable", e, "try again later");
      case WEBHOOK -> server("InternalError", e, "look at the webhook that the message names");
      case SERVER -> server("InternalError", e, "");
    };
  }

  private static String fix(VaultException e) {
    return switch (e) {
      case VaultException.NoVault _ -> "see the vaults with: kubectl csdr get vaults";
      case VaultException.Occupied _ -> "choose another place or name";
      case VaultException.WrongKey _ -> "give --key-file or --passphrase-file";
      case VaultException.TooNew _ -> "use a newer version of kubectl csdr";
      case VaultException.Corrupt _ -> "bring the vault's files back from a copy of the vault";
      case VaultException.Incomplete _ ->
          "bring the missing file back from a copy of the vault, or make a new backup";
    };
  }

  private static String fix(StoreException e) {
    return switch (e) {
      case StoreException.Missing _, StoreException.Truncated _ ->
          "bring the file back from a copy of the vault";
      case StoreException.Full _ -> "make room, then run the command again";
      case StoreException.Denied _ -> "check the owner and the mode of the vault's directory";
      case StoreException.Unreachable _ ->
          "check that the vault's directory can be read and written";
    };
  }

  private static ErrorText server(String reason, ApiException e, String fix) {
    return new ErrorText(
        true, join("Error from server (" + reason + "): " + e.detail(), fix), ExitCode.FAILED);
  }

  private static ErrorText error(String text) {
    return new ErrorText(false, text, ExitCode.FAILED);
  }

  private static String join(String message, String fix) {
    return fix.isEmpty() ? message : message + " — " + fix;
  }

  private static String message(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message.strip();
  }
}
