package io.csdr.vault.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Known answers of the algorithms that every vault relies on, checked once per process: a runtime or
/// processor that computes them wrongly must not write a backup.
public final class SelfTest {
  private static final HexFormat HEX = HexFormat.of();

  private SelfTest() {}

  /// Runs on first use; later calls cost nothing.
  ///
  /// @throws IllegalStateException when an answer is wrong
  public static void run() {
    Once.check();
  }

  private static final class Once {
    static {
      aesGcm();
      chaCha20Poly1305();
      hmacSha256();
      hkdf();
    }

    private Once() {}

    static void check() {}
  }

  /// GCM specification (McGrew, Viega), test case 16.
  private static void aesGcm() {
    byte[] key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    byte[] nonce = hex("cafebabefacedbaddecaf888");
    byte[] aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plain =
        hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                + "b16aedf5aa0de657ba637b39");
    byte[] sealed =
        hex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                + "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
    aead(Suite.AES_256_GCM, new Aead.Use(key, nonce, aad), plain, sealed);
  }

  /// RFC 8439, section 2.8.2.
  private static void chaCha20Poly1305() {
    byte[] key = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    byte[] nonce = hex("070000004041424344454647");
    byte[] aad = hex("50515253c0c1c2c3c4c5c6c7");
    byte[] plain =
        hex(
            "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a20496620492063"
                + "6f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e7363"
                + "7265656e20776f756c642062652069742e");
    byte[] sealed =
        hex(
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
                + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                + "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691");
    aead(Suite.CHACHA20_POLY1305, new Aead.Use(key, nonce, aad), plain, sealed);
  }

  /// RFC 4231, test case 2.
  private static void hmacSha256() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              "Jefe".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "HmacSHA256"));
      byte[] sum = mac.doFinal(hex("7768617420646f2079612077616e7420666f72206e6f7468696e673f"));
      expect(
          "HMAC-SHA-256",
          sum,
          hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
    }
  }

  /// RFC 5869, test case 1, cut to 32 bytes.
  private static void hkdf() {
    byte[] secret = hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    byte[] key =
        Hkdf.derive(secret, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"));
    expect(
        "HKDF-SHA-256",
        key,
        hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
  }

  private static void aead(Suite suite, Aead.Use use, byte[] plain, byte[] sealed) {
    Aead aead = new Aead(suite);
    expect(suite + " sealing", aead.seal(use, plain), sealed);
    byte[] opened = new byte[plain.length];
    if (!aead.open(use, new Aead.Span(sealed), opened, 0)) {
      throw new IllegalStateException(suite + " opening: known answer refused");
    }
    expect(suite + " opening", opened, plain);
  }

  private static void expect(String what, byte[] is, byte[] should) {
    if (!Arrays.equals(is, should)) {
      throw new IllegalStateException(
          what + " computes a wrong answer: this Java runtime or processor is defective");
    }
  }

  private static byte[] hex(String digits) {
    return HEX.parseHex(digits);
  }
}
