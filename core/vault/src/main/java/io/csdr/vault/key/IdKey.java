package io.csdr.vault.key;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.bytes.ByteReader;
import java.security.GeneralSecurityException;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 under one key, for many threads.
final class IdKey {
  private final SecretKeySpec key;
  private final ConcurrentLinkedQueue<Mac> idle = new ConcurrentLinkedQueue<>();

  IdKey(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  BlobId idOf(byte[] bytes, int offset, int length) {
    Mac mac = idle.poll();
    if (mac == null) {
      mac = fresh();
    }
    mac.update(bytes, offset, length);
    BlobId id = new ByteReader(mac.doFinal(), "blob id").id();
    idle.offer(mac);
    return id;
  }

  private Mac fresh() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
    }
  }
}
