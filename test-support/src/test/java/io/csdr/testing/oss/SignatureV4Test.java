package io.csdr.testing.oss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The vectors that Alibaba Cloud publishes with its SDKs, for key `ak` with secret `sk`.
class SignatureV4Test {
  private static final Map<String, String> QUERY =
      Map.of(
          "param1", "value1",
          "+param1", "value3",
          "|param1", "value4",
          "+param2", "",
          "|param2", "",
          "param2", "");

  private static Map<String, String> headers(String contentType) {
    return new HashMap<>(
        Map.of(
            "x-oss-head1", "value",
            "abc", "value",
            "zabc", "value",
            "xyz", "value",
            "content-type", contentType));
  }

  @ParameterizedTest
  @CsvSource({
    "20231216T162057Z,,cn-hangzhou,oss,,"
        + "e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe",
    "20231217T034736Z,token,cn-hangzhou,oss,,"
        + "b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea",
    "20231216T172512Z,,cn-hangzhou,oss,abc;zabc,"
        + "4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f",
    "20231216T162057Z,,cb-123,oss-cloudbox,,"
        + "94ce1f12c17d148ea681030275a94449d3357f5b5b21133996eec80af3e08a43",
  })
  void headersAreSignedAsTheVendorSignsThem(
      String time, String token, String region, String product, String additional, String right) {
    Map<String, String> headers = headers("text/plain");
    headers.put("x-oss-content-sha256", "UNSIGNED-PAYLOAD");
    headers.put("x-oss-date", time);
    if (token != null) {
      headers.put("x-oss-security-token", token);
    }
    SignatureV4.Signed request =
        new SignatureV4.Signed(
            "PUT", "/bucket/1234+-/123/1.txt", QUERY, headers, names(additional));

    String signature =
        SignatureV4.of(request, time, new SignatureV4.Scope(day(time), region, product), "sk");

    assertThat(signature).isEqualTo(right);
  }

  @ParameterizedTest
  @CsvSource({
    "20231217T025437Z,,,a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe",
    "20231217T035628Z,token,,3817ac9d206cd6dfc90f1c09c00be45005602e55898f26f5ddb06d7892e1f8b5",
    "20231217T033009Z,,abc;zabc,6bd984bfe531afb6db1f7550983a741b103a8c58e5e14f83ea474c2322dfa2b7",
  })
  void addressesAreSignedAsTheVendorSignsThem(
      String time, String token, String additional, String right) {
    Map<String, String> query = new TreeMap<>(QUERY);
    query.put("x-oss-signature-version", "OSS4-HMAC-SHA256");
    query.put("x-oss-date", time);
    query.put("x-oss-expires", "599");
    query.put("x-oss-credential", "ak/" + day(time) + "/cn-hangzhou/oss/aliyun_v4_request");
    if (token != null) {
      query.put("x-oss-security-token", token);
    }
    if (additional != null) {
      query.put("x-oss-additional-headers", additional);
    }
    SignatureV4.Signed request =
        new SignatureV4.Signed(
            "PUT",
            "/bucket/1234+-/123/1.txt",
            query,
            headers("application/octet-stream"),
            names(additional));

    String signature =
        SignatureV4.of(request, time, new SignatureV4.Scope(day(time), "cn-hangzhou", "oss"), "sk");

    assertThat(signature).isEqualTo(right);
  }

  @Test
  void theSumIsThatOfTheStandard() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(Checksums.crc64(digits)).isEqualTo(Long.toUnsignedString(0x995DC9BBDF1939FAL));
    assertThat(Checksums.crc64(new byte[0])).isEqualTo("0");
  }

  private static String day(String time) {
    return time.substring(0, 8);
  }

  private static Set<String> names(String joined) {
    return joined == null
        ? Set.of()
        : Arrays.stream(joined.split(";", -1)).collect(Collectors.toSet());
  }
}
