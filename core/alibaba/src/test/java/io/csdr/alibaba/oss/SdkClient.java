package io.csdr.alibaba.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import io.csdr.testing.oss.OssDouble;
import io.csdr.testing.oss.OssKey;
import java.io.ByteArrayInputStream;

/// The vendor's client with all its own defaults but those that a test is about.
record SdkClient(OSS oss, String bucket) implements AutoCloseable {

  static SdkClient v4(OssBench bench, OssKey key) {
    return of(bench, key, SignVersion.V4);
  }

  static SdkClient v1(OssBench bench, OssKey key) {
    return of(bench, key, SignVersion.V1);
  }

  static SdkClient of(OssBench bench, OssKey key, SignVersion version) {
    ClientBuilderConfiguration configuration = configuration(version);
    configuration.setSLDEnabled(true);
    OSS oss =
        OSSClientBuilder.create()
            .endpoint(bench.oss.endpoint())
            .region(OssDouble.REGION)
            .credentialsProvider(provider(key))
            .clientConfiguration(configuration)
            .build();
    return new SdkClient(oss, bench.bucket.name());
  }

  static ClientBuilderConfiguration configuration(SignVersion version) {
    ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
    configuration.setSignatureVersion(version);
    configuration.setMaxErrorRetry(0);
    configuration.setEnableAutoCorrectClockSkew(true); // for the request after a refused one
    configuration.setUseReaper(false);
    return configuration;
  }

  static DefaultCredentialProvider provider(OssKey key) {
    return key.token() == null
        ? new DefaultCredentialProvider(key.id(), key.secret())
        : new DefaultCredentialProvider(key.id(), key.secret(), key.token());
  }

  void put(String key, byte[] bytes) {
    oss.putObject(bucket, key, new ByteArrayInputStream(bytes));
  }

  @Override
  public void close() {
    oss.shutdown();
  }
}
