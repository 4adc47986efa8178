package io.csdr.alibaba.oss;

import io.csdr.testing.oss.OssBucket;
import io.csdr.testing.oss.OssDouble;
import io.csdr.testing.oss.OssKey;
import java.net.URI;
import java.time.Duration;

/// A running double with a bucket and a key, and stores that use it.
final class OssBench implements AutoCloseable {
  static final OssKey KEY = OssKey.ofUser("LTAI-test", "a secret that nobody may see");
  static final RetryPolicy QUICK =
      new RetryPolicy(6, Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));

  final OssDouble oss = OssDouble.start().admit(KEY);
  final OssBucket bucket = oss.bucket("cnfs-oss-team-a");

  OssSettings settings() {
    return OssSettings.of("cn-hangzhou", OssNetwork.PUBLIC)
        .withEndpoint(oss.endpoint())
        .withRetry(QUICK);
  }

  /// Settings with OSS's own endpoint, reached through the double as a proxy and without TLS.
  OssSettings throughProxy(String host) {
    return OssSettings.at("http://" + host).withProxy(URI.create(oss.endpoint())).withRetry(QUICK);
  }

  OssStore store() {
    return store(settings(), credentials(KEY));
  }

  OssStore store(OssSettings settings, OssCredentials credentials) {
    return OssStore.open(new OssLocation(bucket.name(), "prod/a"), settings, credentials);
  }

  static OssCredentials credentials(OssKey key) {
    return OssCredentials.of(new OssAccessKey(key.id(), key.secret(), key.token()));
  }

  @Override
  public void close() {
    oss.close();
  }
}
