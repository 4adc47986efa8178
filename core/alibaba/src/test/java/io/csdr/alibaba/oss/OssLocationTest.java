package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OssLocationTest {
  @ParameterizedTest
  @CsvSource({
    "oss://abc,abc,''",
    "oss://abc/,abc,''",
    "oss://cnfs-oss-team-a/prod,cnfs-oss-team-a,prod",
    "oss://b-1/prod/x.y/,b-1,prod/x.y",
    "oss://b-1/Prod Team,b-1,Prod Team",
  })
  void addressesAreRead(String address, String bucket, String prefix) {
    OssLocation location = OssLocation.parse(address);
    assertThat(location).isEqualTo(new OssLocation(bucket, prefix));
    assertThat(OssLocation.parse(location.toString())).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oss://",
        "oss://ab",
        "oss://Abc",
        "oss://a_bc",
        "oss://-abc",
        "oss://abc-",
        "oss://a.bc",
        "s3://abc",
        "abc",
        "oss:///prefix",
        "oss://abc//x",
        "oss://abc/x//y",
        "oss://abc/../x",
        "oss://abc/./x",
        "oss://abc/a\\b",
        "oss://abc/ä",
        "oss://abc/a\nb"
      })
  void whatIsNoneIsRefused(String address) {
    assertThatThrownBy(() -> OssLocation.parse(address))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRuleThatIsBrokenIsTold() {
    assertThatThrownBy(() -> OssLocation.parse("oss://abc/a\\b")).hasMessageContaining("backslash");
    assertThatThrownBy(() -> OssLocation.parse("oss://Abc")).hasMessageContaining("lower-case");
    String longest = "b".repeat(63);
    assertThat(OssLocation.parse("oss://" + longest).bucket()).isEqualTo(longest);
    assertThatThrownBy(() -> OssLocation.parse("oss://" + longest + "b"))
        .hasMessageContaining("3 to 63");
    assertThatThrownBy(() -> OssLocation.parse("oss://abc/" + "p".repeat(501)))
        .hasMessageContaining("500");
  }
}
