package io.csdr.alibaba.oss;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The key of the RAM role that an ECS node has, from the node's metadata service.
///
/// Every request to the service carries a session token that was asked for first, which is all that
/// nodes in hardened mode answer to; a service that knows no tokens is asked without. A key is renewed
/// ten minutes before it expires; when that fails, the present one is used to its end.
public final class RamRoleCredentials implements OssCredentials {
  /// Where nodes find their metadata service.
  public static final URI METADATA = URI.create("http://100.100.100.200");

  private static final String ROLES = "/latest/meta-data/ram/security-credentials/";
  private static final Duration EARLY = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_ANSWER = 64 << 10;
  private static final String SESSION_SECONDS = "60";
  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final URI base;
  private final Optional<String> role;
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(PATIENCE)
          .build();
  private @Nullable Leased leased;

  private record Leased(OssAccessKey key, Instant expiration) {}

  /// A role, or the one that the node has, from the service at this address.
  public RamRoleCredentials(URI base, Optional<String> role, InstantSource clock) {
    this.base = base;
    this.role = role;
    this.clock = clock;
    role.ifPresent(RamRoleCredentials::checkRole);
  }

  /// The role of the node that this program runs on, whatever its name.
  public static RamRoleCredentials ofNode() {
    return new RamRoleCredentials(METADATA, Optional.empty(), InstantSource.system());
  }

  /// The role of that name, which the node must have.
  public static RamRoleCredentials ofNamedRole(String role) {
    return new RamRoleCredentials(METADATA, Optional.of(role), InstantSource.system());
  }

  @Override
  public synchronized OssAccessKey key() {
    Instant now = clock.instant();
    if (leased != null && now.isBefore(leased.expiration.minus(EARLY))) {
      return leased.key;
    }
    try {
      leased = lease();
    } catch (StoreException e) {
      if (leased == null || !now.isBefore(leased.expiration)) {
        throw e;
      }
    }
    return leased.key;
  }

  @Override
  public synchronized boolean renew() {
    leased = null;
    return true;
  }

  private Leased lease() {
    Optional<String> session = session();
    String name = role.orElseGet(() -> checkRole(get(ROLES, session).strip()));
    return parse(get(ROLES + name, session));
  }

  private Optional<String> session() {
    HttpRequest.Builder request =
        request("/latest/api/token")
            .header("X-aliyun-ecs-metadata-token-ttl-seconds", SESSION_SECONDS)
            .PUT(HttpRequest.BodyPublishers.noBody());
    Answer answer = send(request);
    return answer.status == 200 ? Optional.of(answer.text.strip()) : Optional.empty();
  }

  private String get(String path, Optional<String> session) {
    HttpRequest.Builder request = request(path).GET();
    session.ifPresent(token -> request.header("X-aliyun-ecs-metadata-token", token));
    Answer answer = send(request);
    return switch (answer.status) {
      case 200 -> answer.text;
      case 404 ->
          throw new StoreException.Denied(
              "this node has no RAM role"
                  + role.map(name -> " " + name).orElse("")
                  + "; attach one with rights on the bucket, or give an access key",
              null);
      case 403 ->
          throw new StoreException.Denied(
              "the node's metadata service refuses; allow it for this node, or give an access key",
              null);
      default ->
          throw new StoreException.Unreachable(
              "the node's metadata service answers " + answer.status, null);
    };
  }

  private record Answer(int status, String text) {}

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_ANSWER);
        return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new StoreException.Unreachable(
          "no metadata service at "
              + base.getHost()
              + ": this is no ECS node, or its pods may not reach it; give an access key",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unreachable("interrupted while asking for the node's role", e);
    }
  }

  private static String checkRole(String name) {
    if (!ROLE.matcher(name).matches()) {
      throw new StoreException.Denied("the name of the node's RAM role is malformed", null);
    }
    return name;
  }

  private static Leased parse(String json) {
    Map<String, String> fields = fields(json);
    String id = fields.get("AccessKeyId");
    String secret = fields.get("AccessKeySecret");
    String token = fields.get("SecurityToken");
    String expiration = fields.get("Expiration");
    if (!"Success".equals(fields.get("Code"))
        || id == null
        || secret == null
        || token == null
        || expiration == null) {
      throw malformed();
    }
    try {
      return new Leased(new OssAccessKey(id, secret, token), Instant.parse(expiration));
    } catch (DateTimeException e) {
      throw malformed();
    }
  }

  /// The texts of one flat object.
  private static Map<String, String> fields(String json) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, parser.getText());
        parser.skipChildren();
      }
      return fields;
    } catch (IOException e) {
      throw malformed(); // the parser's message shows what it has read
    }
  }

  private static StoreException malformed() {
    return new StoreException.Unreachable(
        "the node's metadata service answered with no key of a role", null);
  }
}
