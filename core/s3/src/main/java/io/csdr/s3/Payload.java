package io.csdr.s3;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/// A part of an array to send, with the hash that its signature needs.
@SuppressWarnings("ArrayRecordComponent")
record Payload(byte[] bytes, int offset, int length, String sha256) {
  static final Payload NONE = of(new byte[0], 0, 0);

  static Payload of(byte[] bytes, int offset, int length) {
    return new Payload(bytes, offset, length, SignatureV4.sha256(bytes, offset, length));
  }

  /// Reads the array whenever it is subscribed to.
  BodyPublisher publisher() {
    return length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.ofByteArray(bytes, offset, length);
  }

  /// CRC-32C as S3 writes it.
  String crc32c() {
    return Crc.of(bytes, offset, length);
  }
}
