package io.csdr.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.ApiException.Answer;
import io.csdr.engine.cluster.ApiException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what the API server says when it refuses.
final class ApiErrors {
  private static final int LONGEST_BODY = 64 << 10;

  private ApiErrors() {}

  static ApiException unreachable(ApiCall call, URI server, Throwable cause) {
    String why = CauseWords.of(cause);
    String message = "no answer from " + server.getScheme() + "://" + server.getAuthority();
    return new ApiException(
        new Answer(Reason.UNREACHABLE, 0, call.verb(), message + ": " + why, List.of(), null),
        cause);
  }

  static ApiException timeout(ApiCall call, Duration after) {
    String message = "no answer within " + after.toSeconds() + " s";
    return new ApiException(
        new Answer(Reason.TIMEOUT, 0, call.verb(), message, List.of(), null), null);
  }

  /// A watch or list that went on for a while and then told of an error in its stream.
  static ApiException told(ApiCall call, ObjectNode status) {
    return of(call, status.path("code").asInt(500), status, null);
  }

  static ApiException refused(
      ApiCall call, int code, InputStream body, @Nullable String retryAfter) {
    JsonNode status = Json.object();
    String plain = "";
    try {
      byte[] bytes = body.readNBytes(LONGEST_BODY);
      plain = new String(bytes, StandardCharsets.UTF_8).strip();
      status = Json.parse(bytes);
    } catch (IOException e) {
      // Proxies and aggregated servers answer in prose: that prose is the message then.
      status = Json.object().put("message", plain.isEmpty() ? "HTTP status " + code : plain);
    }
    return of(call, code, status, retryAfter(retryAfter, status));
  }

  private static ApiException of(
      ApiCall call, int code, JsonNode status, @Nullable Duration retryAfter) {
    String message = status.path("message").asText("HTTP status " + code);
    List<String> fields = new ArrayList<>();
    for (JsonNode cause : status.path("details").path("causes")) {
      if (cause.hasNonNull("field")) {
        fields.add(cause.path("field").asText());
      }
    }
    Reason reason = reason(code, status.path("reason").asText(""), message);
    return new ApiException(
        new Answer(reason, code, call.verb(), message, fields, retryAfter), null);
  }

  private static Reason reason(int code, String reason, String message) {
    if (message.contains("failed calling webhook") || message.contains("conversion webhook")) {
      return Reason.WEBHOOK;
    }
    return switch (code) {
      case 401 -> Reason.UNAUTHORIZED;
      case 403 -> Reason.FORBIDDEN;
      case 404 -> Reason.NOT_FOUND;
      case 405, 415 -> Reason.NOT_ALLOWED;
      case 409 -> reason.equals("AlreadyExists") ? Reason.ALREADY_EXISTS : Reason.CONFLICT;
      case 410 -> Reason.GONE;
      case 413 -> Reason.TOO_LARGE;
      case 400, 422 -> Reason.INVALID;
      case 429, 502, 503, 504 -> Reason.BUSY;
      default -> message.contains("Try again") ? Reason.BUSY : Reason.SERVER;
    };
  }

  private static @Nullable Duration retryAfter(@Nullable String header, JsonNode status) {
    if (header != null && header.matches("\\d{1,5}")) {
      return Duration.ofSeconds(Long.parseLong(header));
    }
    int seconds = status.path("details").path("retryAfterSeconds").asInt(0);
    return seconds > 0 ? Duration.ofSeconds(seconds) : null;
  }
}
