package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OssEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "cn-hangzhou,internal,https://oss-cn-hangzhou-internal.aliyuncs.com",
    "cn-hangzhou,INTERNAL,https://oss-cn-hangzhou-internal.aliyuncs.com",
    "cn-hangzhou,Public,https://oss-cn-hangzhou.aliyuncs.com",
    "oss-cn-hangzhou,public,https://oss-cn-hangzhou.aliyuncs.com",
    "ap-southeast-1,public,https://oss-ap-southeast-1.aliyuncs.com",
    "cn-beijing,accelerate,https://oss-accelerate.aliyuncs.com",
  })
  void regionAndNetworkMakeAnEndpoint(String region, String network, String url) {
    OssEndpoint endpoint = OssEndpoint.of(OssSettings.of(region, OssNetwork.parse(network)));
    assertThat(endpoint.url()).hasToString(url);
    assertThat(endpoint.region()).isEqualTo(region.replaceFirst("^oss-", ""));
    assertThat(endpoint.pathStyle()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "oss-cn-beijing.aliyuncs.com,cn-beijing,https://oss-cn-beijing.aliyuncs.com,false",
    "https://oss-cn-beijing-internal.aliyuncs.com/,cn-beijing,"
        + "https://oss-cn-beijing-internal.aliyuncs.com,false",
    "http://OSS-us-west-1.aliyuncs.com,us-west-1,http://oss-us-west-1.aliyuncs.com,false",
  })
  void anEndpointOfOssTellsItsRegion(String given, String region, String url, boolean path) {
    assertThat(OssEndpoint.of(OssSettings.at(given)))
        .isEqualTo(new OssEndpoint(URI.create(url), region, path));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080,true",
    "http://localhost:8080,true",
    "'http://[::1]:8080',true",
    "https://backup.example.com,false",
    "oss-accelerate.aliyuncs.com,false",
  })
  void anyOtherEndpointNeedsTheRegion(String given, boolean path) {
    OssEndpoint endpoint = OssEndpoint.of(OssSettings.at(given).withRegion("cn-hangzhou"));
    assertThat(endpoint.region()).isEqualTo("cn-hangzhou");
    assertThat(endpoint.pathStyle()).isEqualTo(path);
    assertThatThrownBy(() -> OssEndpoint.of(OssSettings.at(given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("region");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "https://", "ftp://host", "https://host/path", "https://user@host", "a b"})
  void malformedEndpointsAreRefused(String given) {
    assertThatThrownBy(() -> OssEndpoint.of(OssSettings.at(given).withRegion("cn-hangzhou")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cn hangzhou", "cn-hangzhou.evil.example", "-cn", "cn/x"})
  void malformedRegionsAreRefused(String region) {
    assertThatThrownBy(() -> OssEndpoint.of(OssSettings.of(region, OssNetwork.PUBLIC)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("region");
  }

  @Test
  void anUnknownNetworkIsRefused() {
    assertThatThrownBy(() -> OssNetwork.parse("vpc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("internal, public or accelerate");
  }
}
