package io.csdr.alibaba.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.Credentials;
import com.aliyun.oss.common.auth.CredentialsProvider;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.SignVersion;
import java.net.URI;

/// The SDK's client as we use it: signatures of version 4, no retries and no sums of its own.
final class OssConnection {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int MAX_CONNECTIONS = 64;

  private OssConnection() {}

  static OSS open(
      OssEndpoint endpoint, OssSettings settings, OssCredentials credentials, AnswerNotes notes) {
    ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
    configuration.setSignatureVersion(SignVersion.V4);
    configuration.setSLDEnabled(endpoint.pathStyle());
    configuration.setMaxErrorRetry(
        1); // the least with which the notes are asked; they always refuse
    configuration.setRetryStrategy(notes);
    configuration.setEnableAutoCorrectClockSkew(true);
    configuration.setCrcCheckEnabled(false);
    configuration.setRedirectEnable(false);
    configuration.setUseReaper(false);
    configuration.setConnectionTimeout(CONNECT_MILLIS);
    configuration.setSocketTimeout(Math.toIntExact(settings.retry().silence().toMillis()));
    configuration.setMaxConnections(MAX_CONNECTIONS);
    settings.proxy().ifPresent(proxy -> go(configuration, proxy));
    return OSSClientBuilder.create()
        .endpoint(endpoint.url().toString())
        .region(endpoint.region())
        .credentialsProvider(new Provider(credentials))
        .clientConfiguration(configuration)
        .build();
  }

  private static void go(ClientBuilderConfiguration configuration, URI proxy) {
    configuration.setProxyHost(proxy.getHost());
    configuration.setProxyPort(proxy.getPort() < 0 ? 80 : proxy.getPort());
  }

  /// Gives the SDK the key of the moment for each request.
  private record Provider(OssCredentials ours) implements CredentialsProvider {
    @Override
    public void setCredentials(Credentials credentials) {
      throw new IllegalStateException("the SDK does not choose the key");
    }

    @Override
    public Credentials getCredentials() {
      OssAccessKey key = ours.key();
      return new DefaultCredentials(key.id(), key.secret(), key.token());
    }
  }
}
