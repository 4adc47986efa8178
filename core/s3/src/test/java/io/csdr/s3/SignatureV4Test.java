package io.csdr.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The examples of the chapter "Authenticating Requests: Using the Authorization Header" of the S3 API's
/// reference, with their published keys.
class SignatureV4Test {
  private static final AccessKey KEY =
      AccessKey.of("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private static final Instant DAY = Instant.parse("2013-05-24T00:00:00Z");
  private static final String NOTHING = SignatureV4.sha256(new byte[0]);
  private static final Endpoint BUCKET = new Endpoint("https://examplebucket.s3.amazonaws.com", "");
  private static final SignatureV4 SIGNATURE = new SignatureV4("us-east-1");

  private static SortedMap<String, String> get(
      SortedMap<String, String> query, Map<String, String> headers, String key) {
    return SIGNATURE.sign("GET", BUCKET.url(key, query), headers, NOTHING, KEY, DAY);
  }

  private static void assertSigned(SortedMap<String, String> sent, String names, String signature) {
    assertThat(sent)
        .containsEntry(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"
                + ",SignedHeaders="
                + names
                + ",Signature="
                + signature);
  }

  @Test
  void aPartOfAnObject() {
    assertSigned(
        get(new TreeMap<>(), Map.of("range", "bytes=0-9"), "test.txt"),
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void anObjectToWrite() {
    byte[] body = "Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8);
    URI url = BUCKET.url("test$file.text", new TreeMap<>());
    assertThat(url.getRawPath()).isEqualTo("/test%24file.text");
    assertSigned(
        SIGNATURE.sign(
            "PUT",
            url,
            Map.of(
                "date",
                "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class",
                "REDUCED_REDUNDANCY"),
            Payload.of(body, 0, body.length).sha256(),
            KEY,
            DAY),
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void aQueryWithoutAValue() {
    assertSigned(
        get(new TreeMap<>(Map.of("lifecycle", "")), Map.of(), ""),
        "host;x-amz-content-sha256;x-amz-date",
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void aListing() {
    assertSigned(
        get(new TreeMap<>(Map.of("prefix", "J", "max-keys", "2")), Map.of(), ""),
        "host;x-amz-content-sha256;x-amz-date",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void aSessionTokenIsSentAndSigned() {
    AccessKey session = new AccessKey(KEY.id(), KEY.secret(), "the-token", null);
    SortedMap<String, String> sent =
        SIGNATURE.sign("GET", BUCKET.url("k", new TreeMap<>()), Map.of(), NOTHING, session, DAY);
    assertThat(sent).containsEntry("x-amz-security-token", "the-token");
    assertThat(sent.get("authorization"))
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,");
  }
}
