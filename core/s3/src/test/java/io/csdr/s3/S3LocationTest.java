package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Buckets, prefixes and the URLs made of them.
class S3LocationTest {
  @ParameterizedTest
  @CsvSource({
    "s3://abc, abc, ''",
    "s3://abc/, abc, ''",
    "s3://my.bucket-1/a, my.bucket-1, a",
    "s3://abc/Team A/x, , ",
    "s3://abc/Team-A/nightly/, abc, Team-A/nightly"
  })
  void locationsAreRead(String text, String bucket, String prefix) {
    if (bucket == null) {
      assertThatThrownBy(() -> S3Location.parse(text)).isInstanceOf(IllegalArgumentException.class);
      return;
    }
    S3Location location = S3Location.parse(text);
    assertThat(location).isEqualTo(new S3Location(bucket, prefix));
    assertThat(S3Location.parse(location.toString())).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:/abc",
        "abc",
        "s3://",
        "s3:///x",
        "s3://ab",
        "s3://Abc",
        "s3://a_c",
        "s3://-abc",
        "s3://abc-",
        "s3://a..bc",
        "s3://192.168.1.1",
        "s3://abc//x",
        "s3://abc/x//y",
        "s3://abc/../x",
        "s3://abc/./x",
        "s3://abc/x?versionId=1",
        "s3://abc/x#y",
        "s3://abc/ä",
        "s3://abc/x//",
        "s3://user@abc/x"
      })
  void malformedLocationsAreRefused(String text) {
    assertThatThrownBy(() -> S3Location.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lengthsAreBounded() {
    assertThat(S3Location.parse("s3://" + "b".repeat(63)).bucket()).hasSize(63);
    assertThatThrownBy(() -> S3Location.parse("s3://" + "b".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> S3Location.parse("s3://abc/" + "p".repeat(501)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static URI url(S3Settings settings, String bucket) {
    return Endpoint.of(settings, bucket).url("a b/c", new TreeMap<>(Map.of("x", "1+1", "a", "")));
  }

  @Test
  void bucketsStandInTheHostAtAwsAndInThePathElsewhere() {
    assertThat(url(S3Settings.aws("eu-west-1"), "abc"))
        .hasToString("https://abc.s3.eu-west-1.amazonaws.com/a%20b/c?a=&x=1%2B1");
    assertThat(url(S3Settings.aws("cn-north-1"), "abc"))
        .hasToString("https://abc.s3.cn-north-1.amazonaws.com.cn/a%20b/c?a=&x=1%2B1");
    assertThat(url(S3Settings.aws("eu-west-1"), "a.bc"))
        .hasToString("https://s3.eu-west-1.amazonaws.com/a.bc/a%20b/c?a=&x=1%2B1");
    assertThat(url(S3Settings.at(URI.create("http://10.0.0.1:9000/")), "abc"))
        .hasToString("http://10.0.0.1:9000/abc/a%20b/c?a=&x=1%2B1");
    assertThat(url(S3Settings.at(URI.create("https://S3.example.com:443")), "abc"))
        .hasToString("https://s3.example.com/abc/a%20b/c?a=&x=1%2B1");
    assertThat(url(S3Settings.at(URI.create("http://[::1]:80")), "abc"))
        .hasToString("http://[::1]/abc/a%20b/c?a=&x=1%2B1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3.example.com",
        "ftp://s3.example.com",
        "https://user:pass-word@s3.example.com",
        "https://s3.example.com/path",
        "https://s3.example.com?x=1",
        "https:///x"
      })
  void malformedEndpointsAreRefusedWithoutTheirText(String text) {
    assertThatThrownBy(() -> S3Settings.at(URI.create(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pass-word");
  }
}
