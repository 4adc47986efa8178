package io.csdr.alibaba.oss;

import io.csdr.vault.store.StoreException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the key comes from that signs requests. Methods may be called by many threads at once.
///
/// The token that ACK mounts into pods of managed clusters is not read: it is encrypted with a key that
/// only ACK's own components have. There, use a key in a Secret or the nodes' role.
public interface OssCredentials {

  /// The key to sign with now.
  ///
  /// @throws StoreException when there is none at the moment
  OssAccessKey key();

  /// Tries to come by another key after the present one was refused; returns whether it is worth
  /// asking again.
  boolean renew();

  /// Always this key.
  static OssCredentials of(OssAccessKey key) {
    return new Fixed(key);
  }

  /// The key in a Secret of the shape of `alibaba-addon-secret`: `access-key-id`, `access-key-secret`
  /// and for a temporary one `security-token`.
  ///
  /// @throws StoreException.Denied when one of the first two is missing
  static OssCredentials ofSecret(Map<String, String> secret) {
    return of(
        new OssAccessKey(
            required(secret, "access-key-id"),
            required(secret, "access-key-secret"),
            value(secret, "security-token").orElse(null)));
  }

  /// The key in a credentials file of Velero's plugin for Alibaba Cloud, read into a map. Without a key
  /// the named role of the node is taken, and without a name the one that the node has.
  static OssCredentials ofVeleroFile(Map<String, String> file) {
    if (value(file, "ALIBABA_CLOUD_ACCESS_KEY_ID").isEmpty()) {
      return value(file, "ALIBABA_CLOUD_RAM_ROLE")
          .map(RamRoleCredentials::ofNamedRole)
          .orElseGet(RamRoleCredentials::ofNode);
    }
    return of(
        new OssAccessKey(
            required(file, "ALIBABA_CLOUD_ACCESS_KEY_ID"),
            required(file, "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
            value(file, "ALIBABA_CLOUD_ACCESS_STS_TOKEN").orElse(null)));
  }

  private static String required(Map<String, String> map, String name) {
    return value(map, name)
        .orElseThrow(() ->
            new StoreException.Denied(
                "the credentials for OSS have no " + name + "; add it to the Secret or file",
                null));
  }

  private static Optional<String> value(Map<String, String> map, String name) {
    @Nullable String value = map.get(name);
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /// A key that does not change.
  record Fixed(OssAccessKey key) implements OssCredentials {
    @Override
    public boolean renew() {
      return false;
    }
  }
}
