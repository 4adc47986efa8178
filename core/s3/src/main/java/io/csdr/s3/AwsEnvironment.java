package io.csdr.s3;

import io.csdr.vault.store.StoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Where to reach S3 and with which keys, as the AWS CLI finds it out: from variables, else from the profile
/// that they name in the shared files.
///
/// Profiles that get their keys elsewhere (roles, single sign-on, processes) are told apart and refused.
public final class AwsEnvironment {
  private static final String EXPORT =
      "put keys into the environment with: eval \"$(aws configure export-credentials --format env)\"";

  private final Map<String, String> variables;
  private final Path home;

  /// `home` is where the folder `.aws` lies. A variable that is set to nothing counts as unset.
  public AwsEnvironment(Map<String, String> variables, Path home) {
    this.variables = Map.copyOf(variables);
    this.home = home;
  }

  /// Endpoint, region and certificates.
  ///
  /// @throws StoreException.Denied when a file cannot be read or the profile that was asked for is not there
  /// @throws IllegalArgumentException when a setting is malformed; the message says which
  public S3Settings settings() {
    Map<String, String> profile = profile();
    String endpoint =
        first(
            variable("AWS_ENDPOINT_URL_S3"),
            first(
                variable("AWS_ENDPOINT_URL"),
                first(profile.get("s3.endpoint_url"), profile.get("endpoint_url"))));
    String region =
        first(variable("AWS_REGION"), first(variable("AWS_DEFAULT_REGION"), profile.get("region")));
    String bundle = first(variable("AWS_CA_BUNDLE"), profile.get("ca_bundle"));
    return new S3Settings(
        endpoint == null ? null : url(endpoint),
        region == null ? S3Settings.DEFAULT_REGION : region,
        addressing(profile.get("s3.addressing_style")),
        bundle == null ? null : path(bundle),
        null,
        Duration.ofMinutes(5));
  }

  /// The keys of the variables or, where there are none, of the profile. The files are read again each time,
  /// so that renewed keys are found; while somebody writes them, the keys that were read last go on counting.
  public Credentials credentials() {
    AtomicReference<@Nullable AccessKey> last = new AtomicReference<>();
    return () -> {
      try {
        AccessKey key = ofVariables().orElseGet(this::ofProfile);
        last.set(key);
        return key;
      } catch (StoreException.Denied e) {
        AccessKey known = last.get();
        if (known == null) {
          throw e;
        }
        return known;
      }
    };
  }

  private Optional<AccessKey> ofVariables() {
    String id = variable("AWS_ACCESS_KEY_ID");
    String secret = variable("AWS_SECRET_ACCESS_KEY");
    if (id == null && secret == null) {
      return Optional.empty();
    }
    if (id == null || secret == null) {
      throw new StoreException.Denied(
          (id == null ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY")
              + " is not set — set it, or unset the other one",
          null);
    }
    String expires = variable("AWS_CREDENTIAL_EXPIRATION");
    return Optional.of(key("the environment", id, secret, variable("AWS_SESSION_TOKEN"), expires));
  }

  private AccessKey ofProfile() {
    Map<String, String> profile = profile();
    String id = profile.get("aws_access_key_id");
    String secret = profile.get("aws_secret_access_key");
    if (id == null || secret == null) {
      throw new StoreException.Denied(
          "there are no keys for S3: AWS_ACCESS_KEY_ID is not set, and "
              + (isElsewhere(profile)
                  ? "profile '"
                      + profileName()
                      + "' gets its keys from a role, a login or a process"
                  : "profile '" + profileName() + "' of " + credentialsFile() + " has none")
              + " — "
              + (isElsewhere(profile)
                  ? EXPORT
                  : "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"),
          null);
    }
    return key(
        "profile '" + profileName() + "'", id, secret, profile.get("aws_session_token"), null);
  }

  private static AccessKey key(
      String source, String id, String secret, @Nullable String token, @Nullable String expires) {
    try {
      Instant end = expires == null ? null : Instant.parse(expires);
      String session = token == null || token.isEmpty() ? null : token;
      return new AccessKey(id, secret, session, end);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new StoreException.Denied(
          "the keys of " + source + " are malformed — set them again, without blanks", null);
    }
  }

  private static boolean isElsewhere(Map<String, String> profile) {
    return profile.keySet().stream()
        .anyMatch(name ->
            name.startsWith("sso_")
                || name.equals("role_arn")
                || name.equals("credential_process")
                || name.equals("login_session"));
  }

  /// The settings of both files, those of `credentials` first.
  private Map<String, String> profile() {
    String name = profileName();
    AwsFile credentials = AwsFile.read(credentialsFile());
    AwsFile config = AwsFile.read(file("AWS_CONFIG_FILE", ".aws/config"));
    if (!credentials.has(name) && !config.has(name) && namedProfile() != null) {
      throw new StoreException.Denied(
          "there is no profile '" + name + "' in " + credentialsFile() + " — check AWS_PROFILE",
          null);
    }
    Map<String, String> settings = new HashMap<>(config.settings(name));
    settings.putAll(credentials.settings(name));
    return settings;
  }

  private String profileName() {
    String named = namedProfile();
    return named == null ? "default" : named;
  }

  private @Nullable String namedProfile() {
    return first(variable("AWS_PROFILE"), variable("AWS_DEFAULT_PROFILE"));
  }

  private Path credentialsFile() {
    return file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials");
  }

  private Path file(String variable, String below) {
    String named = variable(variable);
    return named == null ? home.resolve(below) : path(named);
  }

  private Path path(String text) {
    return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
  }

  private static S3Settings.Addressing addressing(@Nullable String style) {
    return switch (style) {
      case "path" -> S3Settings.Addressing.PATH;
      case "virtual" -> S3Settings.Addressing.VIRTUAL;
      case null, default -> S3Settings.Addressing.AUTO;
    };
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Told without the text: somebody may have put a password into it.
      throw new IllegalArgumentException(
          "AWS_ENDPOINT_URL is no URL like https://s3.example.com or http://10.0.0.1:9000");
    }
  }

  private @Nullable String variable(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }
}
