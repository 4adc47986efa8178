package io.csdr.testing.oss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The vectors that Alibaba Cloud publishes with its SDKs, for secret `sk`.
class SignatureV1Test {
  private static final String DATE = "Wed, 28 Dec 2022 10:27:41 GMT";

  @ParameterizedTest
  @CsvSource({
    "/examplebucket/nelson,,kSHKmLxlyEAKtZPkJhG9bZb5k7M=",
    "/examplebucket/nelson,acl,/afkugFbmWDQ967j1vr6zygBLQk=",
  })
  void writesAreSignedAsTheVendorSignsThem(String resource, String subresource, String right) {
    Map<String, String> headers =
        Map.of(
            "content-md5", "eB5eJF1ptWaXm4bijSPyxw==",
            "content-type", "text/html",
            "x-oss-meta-author", "alice",
            "x-oss-meta-magic", "abracadabra",
            "x-oss-date", DATE);

    assertThat(SignatureV1.of("PUT", resource, OssCall.query(subresource), headers, "sk"))
        .isEqualTo(right);
  }

  @ParameterizedTest
  @CsvSource({
    "resourceGroup&non-resousce=null,vkQmfuUDyi1uDi3bKt67oemssIs=",
    "resourceGroup&acl,x3E5TgOvl/i7PN618s5mEvpJDYk=",
  })
  void subresourcesCountAndOtherParametersDoNot(String query, String right) {
    assertThat(
            SignatureV1.of(
                "GET", "/examplebucket/", OssCall.query(query), Map.of("x-oss-date", DATE), "sk"))
        .isEqualTo(right);
  }
}
