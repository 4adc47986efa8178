package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.UploadPartRequest;
import io.csdr.testing.oss.OssBucket;
import io.csdr.testing.oss.OssKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The double passes for OSS with the vendor's own client, which checks sums and reads documents.
class VendorSdkTest {
  private final OssBench bench = new OssBench();
  private final String bucket = bench.bucket.name();

  @AfterEach
  void stop() {
    bench.close();
  }

  private static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String code(Runnable request) {
    try {
      request.run();
    } catch (OSSException e) {
      assertThat(e.getRequestId()).isNotBlank();
      return e.getErrorCode();
    }
    return "";
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void objectsComeAndGo(SignVersion version) throws IOException {
    byte[] bytes = noise(100_000, 3);
    String key = "strange names/ä+ö %41&x=1";
    try (SdkClient sdk = SdkClient.of(bench, OssBench.KEY, version)) {
      sdk.put(key, bytes);
      GetObjectRequest part = new GetObjectRequest(bucket, key);
      part.setRange(10, 19);
      try (OSSObject object = sdk.oss().getObject(part)) {
        assertThat(object.getObjectContent().readAllBytes())
            .isEqualTo(Arrays.copyOfRange(bytes, 10, 20));
      }
      ObjectMetadata head = sdk.oss().getObjectMetadata(bucket, key);
      assertThat(head.getContentLength()).isEqualTo(bytes.length);
      assertThat(sdk.oss().doesObjectExist(bucket, key)).isTrue();
      assertThat(sdk.oss().listObjectsV2(bucket).getObjectSummaries())
          .extracting(OSSObjectSummary::getKey)
          .containsExactly(key);
      sdk.oss().deleteObject(bucket, key);
      assertThat(sdk.oss().doesObjectExist(bucket, key)).isFalse();
      assertThat(code(() -> sdk.oss().getObject(bucket, key))).isEqualTo("NoSuchKey");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void onlyTheRightKeyAtTheRightTimeIsBelieved(SignVersion version) {
    OssKey role = OssKey.ofRole("STS.x", "s", "token-1", Instant.now().plus(Duration.ofHours(1)));
    bench.oss.admit(role);
    OssKey unknown = OssKey.ofUser("LTAI-nobody", OssBench.KEY.secret());
    OssKey wrong = OssKey.ofUser(OssBench.KEY.id(), "wrong");
    OssKey otherToken = OssKey.ofRole("STS.x", "s", "token-2", Instant.MAX);
    OssKey noToken = OssKey.ofUser("STS.x", "s");

    assertThat(refusal(OssBench.KEY, version)).isEmpty();
    assertThat(refusal(role, version)).isEmpty();
    assertThat(refusal(unknown, version)).isEqualTo("InvalidAccessKeyId");
    assertThat(refusal(wrong, version)).isEqualTo("SignatureDoesNotMatch");
    assertThat(refusal(otherToken, version)).isEqualTo("InvalidSecurityToken");
    assertThat(refusal(noToken, version)).isEqualTo("InvalidAccessKeyId");
    bench.oss.clock().advance(Duration.ofMinutes(14));
    assertThat(refusal(OssBench.KEY, version)).isEmpty();
    bench.oss.clock().advance(Duration.ofMinutes(2));
    assertThat(refusal(OssBench.KEY, version)).isEqualTo("RequestTimeTooSkewed");
    bench.oss.clock().advance(Duration.ofMinutes(-32));
    assertThat(refusal(OssBench.KEY, version)).isEqualTo("RequestTimeTooSkewed");
  }

  @Test
  void anExpiredTokenIsRefused() {
    OssKey role = OssKey.ofRole("STS.x", "s", "token", Instant.now().plus(Duration.ofMinutes(5)));
    bench.oss.admit(role).clock().advance(Duration.ofMinutes(6));
    assertThat(refusal(role, SignVersion.V4)).isEqualTo("SecurityTokenExpired");
  }

  private String refusal(OssKey key, SignVersion version) {
    try (SdkClient sdk = SdkClient.of(bench, key, version)) {
      return code(() -> sdk.put("k", new byte[1]));
    }
  }

  @Test
  void anotherRegionIsRefused() {
    bench.oss.bucket("bucket-far-away", "cn-beijing");
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      assertThat(code(() -> sdk.oss().listObjectsV2("bucket-far-away")))
          .isEqualTo("InvalidArgument");
    }
  }

  @Test
  void bucketsAreFoundByHostName() {
    ClientBuilderConfiguration configuration = SdkClient.configuration(SignVersion.V4);
    URI proxy = URI.create(bench.oss.endpoint());
    configuration.setProxyHost(proxy.getHost());
    configuration.setProxyPort(proxy.getPort());
    OSS oss =
        OSSClientBuilder.create()
            .endpoint("http://oss-cn-hangzhou.aliyuncs.com")
            .region("cn-hangzhou")
            .credentialsProvider(SdkClient.provider(OssBench.KEY))
            .clientConfiguration(configuration)
            .build();
    oss.putObject(bucket, "a/b", new ByteArrayInputStream(new byte[7]));
    assertThat(bench.bucket.keys()).containsExactly("a/b");
    assertThat(oss.getBucketLocation(bucket)).isEqualTo("oss-cn-hangzhou");
    oss.shutdown();
  }

  @Test
  void signedAddressesWorkUntilTheyExpire() throws IOException {
    byte[] bytes = noise(500, 4);
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      sdk.put("a/b c", bytes);
      GeneratePresignedUrlRequest request =
          new GeneratePresignedUrlRequest(bucket, "a/b c", HttpMethod.GET);
      request.setExpiration(Date.from(Instant.now().plusSeconds(600)));
      URL address = sdk.oss().generatePresignedUrl(request);
      try (InputStream in = address.openStream()) {
        assertThat(in.readAllBytes()).isEqualTo(bytes);
      }
      URL forged = URI.create(address.toString().replace("b%20c", "b")).toURL();
      assertThat(((HttpURLConnection) forged.openConnection()).getResponseCode()).isEqualTo(403);
      bench.oss.clock().advance(Duration.ofMinutes(11));
      assertThat(((HttpURLConnection) address.openConnection()).getResponseCode()).isEqualTo(403);
    }
  }

  @Test
  void overwritingCanBeForbiddenWhereThereAreNoVersions() {
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      sdk.oss().putObject(once("k", 'a'));
      assertThat(code(() -> sdk.oss().putObject(once("k", 'b')))).isEqualTo("FileAlreadyExists");
      assertThat(bench.bucket.bytes("k"))
          .hasValueSatisfying(b -> assertThat(b).containsExactly('a'));

      for (String state : List.of("Enabled", "Suspended")) {
        sdk.oss()
            .setBucketVersioning(
                new SetBucketVersioningRequest(bucket, new BucketVersioningConfiguration(state)));
        assertThat(sdk.oss().getBucketVersioning(bucket).getStatus()).isEqualTo(state);
        assertThat(sdk.oss().putObject(once("k", 'c')).getVersionId()).isNotNull();
      }
      assertThat(bench.bucket.versions("k")).isEqualTo(2);
      sdk.oss().deleteObject(bucket, "k");
      assertThat(sdk.oss().doesObjectExist(bucket, "k")).isFalse();
      assertThat(bench.bucket.versions("k")).isEqualTo(2);
    }
  }

  private PutObjectRequest once(String key, char content) {
    ObjectMetadata metadata = new ObjectMetadata();
    metadata.setHeader("x-oss-forbid-overwrite", "true");
    byte[] bytes = String.valueOf(content).getBytes(StandardCharsets.US_ASCII);
    return new PutObjectRequest(bucket, key, new ByteArrayInputStream(bytes), metadata);
  }

  @Test
  void listingsArePagedCutAndEncoded() {
    List<String> keys = List.of("a/1", "a/2", "b", "c/&<\u0001", "c/2", "d");
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      keys.forEach(key -> sdk.put(key, new byte[3]));
      List<String> seen = new ArrayList<>();
      ListObjectsV2Request request =
          new ListObjectsV2Request(bucket).withMaxKeys(2).withEncodingType("url");
      ListObjectsV2Result page;
      do {
        page = sdk.oss().listObjectsV2(request);
        assertThat(page.getObjectSummaries()).hasSize(2);
        page.getObjectSummaries()
            .forEach(
                object -> seen.add(URLDecoder.decode(object.getKey(), StandardCharsets.UTF_8)));
        request.setContinuationToken(page.getNextContinuationToken());
      } while (page.isTruncated());
      assertThat(seen).isEqualTo(keys);

      ListObjectsV2Result top =
          sdk.oss()
              .listObjectsV2(
                  new ListObjectsV2Request(bucket).withDelimiter("/").withStartAfter("a/zzz"));
      assertThat(top.getCommonPrefixes()).containsExactly("c/");
      assertThat(top.getObjectSummaries())
          .extracting(OSSObjectSummary::getKey)
          .containsExactly("b", "d");
    }
  }

  @Test
  void largeObjectsComeInParts() throws IOException {
    byte[] first = noise(100 << 10, 5);
    byte[] second = noise(777, 6);
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      Upload large = begin(sdk, "large");
      List<PartETag> tags =
          Arrays.asList(part(sdk, large, 1, first), part(sdk, large, 2, second)); // it is sorted
      assertThat(sdk.oss().listParts(new ListPartsRequest(bucket, "large", large.id)).getParts())
          .hasSize(2);
      sdk.oss()
          .completeMultipartUpload(
              new CompleteMultipartUploadRequest(bucket, "large", large.id, tags));
      try (OSSObject object = sdk.oss().getObject(bucket, "large")) {
        assertThat(object.getObjectContent().readAllBytes())
            .startsWith(first)
            .endsWith(second)
            .hasSize(first.length + second.length);
      }

      Upload small = begin(sdk, "small");
      List<PartETag> parts =
          Arrays.asList(part(sdk, small, 1, second), part(sdk, small, 2, second));
      assertThat(
              code(() ->
                  sdk.oss()
                      .completeMultipartUpload(
                          new CompleteMultipartUploadRequest(bucket, "small", small.id, parts))))
          .isEqualTo("EntityTooSmall");
      sdk.oss().abortMultipartUpload(new AbortMultipartUploadRequest(bucket, "small", small.id));
      assertThat(code(() -> part(sdk, small, 1, second))).isEqualTo("NoSuchUpload");
    }
  }

  private record Upload(String key, String id) {}

  private Upload begin(SdkClient sdk, String key) {
    String id =
        sdk.oss()
            .initiateMultipartUpload(new InitiateMultipartUploadRequest(bucket, key))
            .getUploadId();
    return new Upload(key, id);
  }

  private PartETag part(SdkClient sdk, Upload upload, int number, byte[] bytes) {
    UploadPartRequest request =
        new UploadPartRequest(
            bucket, upload.key, upload.id, number, new ByteArrayInputStream(bytes), bytes.length);
    return sdk.oss().uploadPart(request).getPartETag();
  }

  @Test
  void lockedBucketsKeepWhatTheyHave() {
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      OSS oss = sdk.oss();
      sdk.put("k", new byte[1]);
      String id = oss.initiateBucketWorm(bucket, 3).getWormId();
      assertThat(oss.getBucketWorm(bucket).getWormState()).isEqualTo("InProgress");
      oss.completeBucketWorm(bucket, id);
      assertThat(code(() -> oss.abortBucketWorm(bucket))).isEqualTo("WORMConfigurationLocked");
      assertThat(code(() -> oss.deleteObject(bucket, "k"))).isEqualTo("FileImmutable");
      assertThat(code(() -> sdk.put("k", new byte[2]))).isEqualTo("FileImmutable");
      oss.extendBucketWorm(bucket, id, 5);
      assertThat(oss.getBucketWorm(bucket).getRetentionPeriodInDays()).isEqualTo(5);
    }
  }

  @Test
  void aPolicyThatNobodyLocksIsVoidAfterADay() {
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      sdk.put("k", new byte[1]);
      sdk.oss().initiateBucketWorm(bucket, 3);
      assertThat(code(() -> sdk.oss().deleteObject(bucket, "k"))).isEqualTo("FileImmutable");
      bench.oss.clock().advance(Duration.ofHours(25));
      assertThat(code(() -> sdk.oss().getBucketWorm(bucket))).isEqualTo("RequestTimeTooSkewed");
      assertThat(code(() -> sdk.oss().getBucketWorm(bucket))).isEqualTo("NoSuchWORMConfiguration");
      sdk.oss().deleteObject(bucket, "k");
    }
    assertThat(bench.bucket.keys()).isEmpty();
  }

  @Test
  void aPolicyThatIsNotLockedCanBeWithdrawn() {
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      sdk.oss().initiateBucketWorm(bucket, 3);
      sdk.oss().abortBucketWorm(bucket);
      assertThat(code(() -> sdk.oss().getBucketWorm(bucket))).isEqualTo("NoSuchWORMConfiguration");
    }
  }

  @Test
  void bucketsTellOfThemselves() {
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      sdk.put("k", new byte[10]);
      bench.bucket.versioning(OssBucket.Versioning.ENABLED);
      assertThat(sdk.oss().getBucketInfo(bucket).getBucket().getLocation())
          .isEqualTo("oss-cn-hangzhou");
      assertThat(sdk.oss().getBucketStat(bucket).getStorageSize()).isEqualTo(10);
      assertThat(sdk.oss().getBucketStat(bucket).getObjectCount()).isEqualTo(1);
      assertThatThrownBy(() -> sdk.oss().getBucketInfo("no-such-bucket"))
          .isInstanceOfSatisfying(
              OSSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("NoSuchBucket"));
    }
  }
}
