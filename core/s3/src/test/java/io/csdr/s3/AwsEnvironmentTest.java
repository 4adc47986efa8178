package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys and settings are found as the AWS CLI finds them.
class AwsEnvironmentTest {
  private static final String CREDENTIALS =
      """
      # comment
      [default]
      aws_access_key_id = DEFAULTID
      aws_secret_access_key=default-secret

      [team]
      aws_access_key_id=TEAMID
      aws_secret_access_key = team=secret/with+signs
      aws_session_token = team-token
      """;
  private static final String CONFIG =
      """
      [default]
      region = eu-west-1
      [profile team]
      region = eu-west-2
      s3 =
          addressing_style = path
          endpoint_url = http://10.0.0.2:9000
      endpoint_url = http://10.0.0.3:9000
      ; another comment
      [profile admin]
      role_arn = arn:aws:iam::1:role/admin
      source_profile = default
      """;

  @TempDir Path home = Path.of("/unset");

  private AwsEnvironment environment(Map<String, String> variables) {
    return new AwsEnvironment(variables, home);
  }

  private void writeFiles() throws IOException {
    Files.createDirectory(home.resolve(".aws"));
    Files.writeString(home.resolve(".aws/credentials"), CREDENTIALS);
    Files.writeString(home.resolve(".aws/config"), CONFIG);
  }

  private AccessKey key(Map<String, String> variables) {
    return environment(variables).credentials().current();
  }

  @Test
  void whileSomebodyWritesTheFileTheLastKeysCount() throws IOException {
    writeFiles();
    Credentials credentials = environment(Map.of("AWS_PROFILE", "team")).credentials();
    AccessKey before = credentials.current();

    Files.writeString(home.resolve(".aws/credentials"), "");
    assertThat(credentials.current()).isEqualTo(before);

    Files.writeString(home.resolve(".aws/credentials"), CREDENTIALS.replace("TEAMID", "OTHERID"));
    assertThat(credentials.current().id()).isEqualTo("OTHERID");
  }

  @Test
  void variablesComeFirst() throws IOException {
    writeFiles();
    Map<String, String> variables =
        Map.of(
            "AWS_ACCESS_KEY_ID", "ENVID",
            "AWS_SECRET_ACCESS_KEY", "env-secret",
            "AWS_SESSION_TOKEN", "env-token",
            "AWS_CREDENTIAL_EXPIRATION", "2026-01-02T03:04:05Z",
            "AWS_REGION", "ap-south-1",
            "AWS_ENDPOINT_URL", "https://other.example.com",
            "AWS_ENDPOINT_URL_S3", "https://s3.example.com",
            "AWS_CA_BUNDLE", "~/ca.pem",
            "AWS_PROFILE", "team");
    assertThat(key(variables))
        .isEqualTo(
            new AccessKey(
                "ENVID", "env-secret", "env-token", Instant.parse("2026-01-02T03:04:05Z")));
    S3Settings settings = environment(variables).settings();
    assertThat(settings.region()).isEqualTo("ap-south-1");
    assertThat(settings.endpoint()).isEqualTo(URI.create("https://s3.example.com"));
    assertThat(settings.caBundle()).isEqualTo(home.resolve("ca.pem"));
  }

  @Test
  void profilesComeNext() throws IOException {
    writeFiles();
    assertThat(key(Map.of())).isEqualTo(AccessKey.of("DEFAULTID", "default-secret"));
    assertThat(environment(Map.of()).settings()).isEqualTo(S3Settings.aws("eu-west-1"));
    Map<String, String> team = Map.of("AWS_PROFILE", "team", "AWS_ACCESS_KEY_ID", "");
    assertThat(key(team))
        .isEqualTo(new AccessKey("TEAMID", "team=secret/with+signs", "team-token", null));
    S3Settings settings = environment(team).settings();
    assertThat(settings.region()).isEqualTo("eu-west-2");
    assertThat(settings.endpoint()).isEqualTo(URI.create("http://10.0.0.2:9000"));
    assertThat(settings.addressing()).isEqualTo(S3Settings.Addressing.PATH);
  }

  @Test
  void filesMayLieElsewhereAndChange() throws IOException {
    Path file = Files.writeString(home.resolve("mine"), "[default]\naws_access_key_id=A\n");
    Credentials credentials =
        environment(Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString())).credentials();
    assertThatThrownBy(credentials::current)
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining(file.toString());
    Files.writeString(file, "[default]\naws_access_key_id=A\naws_secret_access_key=B\n");
    assertThat(credentials.current()).isEqualTo(AccessKey.of("A", "B"));
    Files.writeString(file, "[default]\naws_access_key_id=A2\naws_secret_access_key=B\n");
    assertThat(credentials.current().id()).isEqualTo("A2");
  }

  @Test
  void whatIsMissingIsTold() throws IOException {
    assertThatThrownBy(() -> key(Map.of()))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("AWS_ACCESS_KEY_ID is not set");
    assertThatThrownBy(() -> key(Map.of("AWS_ACCESS_KEY_ID", "A")))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY is not set");
    writeFiles();
    assertThatThrownBy(() -> key(Map.of("AWS_PROFILE", "nobody")))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("there is no profile 'nobody'");
    assertThatThrownBy(() -> key(Map.of("AWS_PROFILE", "admin")))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("aws configure export-credentials");
  }

  @Test
  void secretsAreNeverShown() throws IOException {
    writeFiles();
    assertThat(key(Map.of("AWS_PROFILE", "team")).toString())
        .contains("TEAMID")
        .doesNotContain("secret")
        .doesNotContain("token");
    assertThat(AwsFile.parse(CREDENTIALS).toString()).doesNotContain("secret");
    assertThatThrownBy(
            () -> key(Map.of("AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "se cret")))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageNotContaining("cret")
        .hasNoCause();
    assertThatThrownBy(
            () -> environment(Map.of("AWS_ENDPOINT_URL", "https://u:pass word@x")).settings())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pass");
  }
}
