package io.csdr.cli.kube;

import io.csdr.cli.outcome.CliException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Reads the private keys that kubeconfigs hold: PKCS#8, PKCS#1 (RSA) and SEC 1 (elliptic curves).
final class PrivateKeys {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private PrivateKeys() {}

  static PrivateKey read(Pem pem) {
    Matcher block = BLOCK.matcher(pem.text());
    if (!block.find()) {
      throw CliException.failed(
          pem.what() + " holds no unencrypted private key in PEM", "convert it with openssl pkcs8");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      PrivateKeyInfo info =
          switch (block.group(1)) {
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    ASN1Sequence.getInstance(der));
            case "EC PRIVATE KEY" -> elliptic(ECPrivateKey.getInstance(der));
            default -> PrivateKeyInfo.getInstance(der);
          };
      return KeyFactory.getInstance(algorithm(info))
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw CliException.failed(
          pem.what() + " cannot be used", "is it the key of the certificate?");
    }
  }

  private static PrivateKeyInfo elliptic(ECPrivateKey key) throws IOException {
    ASN1Encodable curve = key.getParametersObject();
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
  }

  private static String algorithm(PrivateKeyInfo info) {
    return switch (info.getPrivateKeyAlgorithm().getAlgorithm().getId()) {
      case "1.2.840.113549.1.1.1" -> "RSA";
      case "1.3.101.112" -> "Ed25519";
      default -> "EC";
    };
  }
}
