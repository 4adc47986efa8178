package io.csdr.vault.tunnel;

import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.seal.Hkdf;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Proves both sides to each other and derives the keys of one connection.
final class Handshake {
  private static final byte[] MAGIC = "CSDRTUN1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LABEL = "csdr tunnel 1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY = 32;
  private static final int PROOF = 32;

  /// A connection whose peer is known: the two sealed directions and the mover's session key.
  @SuppressWarnings("ArrayRecordComponent")
  record Sealed(FrameOpener opener, FrameSealer sealer, byte[] moverSession) {}

  /// What both sides know of each other before anything is secret.
  @SuppressWarnings("ArrayRecordComponent")
  private record Transcript(
      String run, byte[] host, byte[] hostOnce, byte[] moverOnce, byte[] moverSession) {
    byte[] digest() throws GeneralSecurityException {
      byte[] name = run.getBytes(StandardCharsets.UTF_8);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(LABEL);
      digest.update(ByteBuffer.allocate(2).putShort((short) name.length).array());
      digest.update(name);
      digest.update(host);
      digest.update(hostOnce);
      digest.update(moverOnce);
      digest.update(moverSession);
      return digest.digest();
    }
  }

  /// The four keys of one connection and the digest that its proofs are about.
  @SuppressWarnings("ArrayRecordComponent")
  private record Keys(
      byte[] digest,
      SecretKey moverToHost,
      SecretKey hostToMover,
      SecretKey moverProof,
      SecretKey hostProof) {
    static Keys derive(Transcript transcript, byte[]... agreements)
        throws GeneralSecurityException, TunnelException {
      byte[] digest = transcript.digest();
      ByteWriter secret = new ByteWriter(agreements.length * KEY);
      for (byte[] agreement : agreements) {
        if (agreement.length != KEY) {
          throw new TunnelException.WrongPeer("the other side sent a void public key");
        }
        secret.raw(agreement);
      }
      byte[] all = secret.toBytes();
      return new Keys(
          digest,
          key(all, digest, "AES", "mover to host"),
          key(all, digest, "AES", "host to mover"),
          key(all, digest, "HmacSHA256", "mover proof"),
          key(all, digest, "HmacSHA256", "host proof"));
    }

    private static SecretKey key(byte[] secret, byte[] salt, String algorithm, String purpose) {
      byte[] info = purpose.getBytes(StandardCharsets.US_ASCII);
      return new SecretKeySpec(Hkdf.derive(secret, salt, info), algorithm);
    }

    byte[] proof(SecretKey key) throws GeneralSecurityException {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(digest);
    }
  }

  private Handshake() {}

  /// The host's side, up to and including the mover's READY.
  static Sealed asHost(HostKey key, String run, InputStream in, OutputStream out)
      throws IOException {
    HostKey once = HostKey.generate();
    write(out, MAGIC, once.publicKey());
    expectMagic(in);
    byte[] moverOnce = read(in, KEY);
    byte[] moverSession = read(in, KEY);
    byte[] proof = read(in, PROOF);
    try {
      Transcript transcript =
          new Transcript(run, key.publicKey(), once.publicKey(), moverOnce, moverSession);
      Keys keys =
          Keys.derive(
              transcript, once.agree(moverOnce), key.agree(moverOnce), once.agree(moverSession));
      if (!MessageDigest.isEqual(proof, keys.proof(keys.moverProof))) {
        throw new TunnelException.WrongPeer(
            "the program in the pod was not started for this run and key");
      }
      write(out, keys.proof(keys.hostProof));
      FrameOpener opener = new FrameOpener(in, keys.moverToHost);
      if (!(opener.next() instanceof Frame.Ready)) {
        throw new TunnelException.Violation("a mover begins with READY");
      }
      return new Sealed(opener, new FrameSealer(out, keys.hostToMover), moverSession);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks HKDF, HMAC or AES-GCM", e);
    }
  }

  /// The mover's side; nothing but public keys is sent before the host has proven itself.
  static Sealed asMover(
      byte[] hostKey, String run, HostKey session, InputStream in, OutputStream out)
      throws IOException {
    expectMagic(in);
    byte[] hostOnce = read(in, KEY);
    HostKey once = HostKey.generate();
    try {
      Transcript transcript =
          new Transcript(run, hostKey, hostOnce, once.publicKey(), session.publicKey());
      Keys keys =
          Keys.derive(
              transcript, once.agree(hostOnce), once.agree(hostKey), session.agree(hostOnce));
      write(out, MAGIC, once.publicKey(), session.publicKey(), keys.proof(keys.moverProof));
      if (!MessageDigest.isEqual(read(in, PROOF), keys.proof(keys.hostProof))) {
        throw new TunnelException.WrongPeer("the caller does not hold the key of this run");
      }
      FrameSealer sealer = new FrameSealer(out, keys.moverToHost);
      sealer.write(new Frame.Ready());
      sealer.flush();
      return new Sealed(new FrameOpener(in, keys.hostToMover), sealer, session.publicKey());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks HKDF, HMAC or AES-GCM", e);
    }
  }

  private static void expectMagic(InputStream in) throws IOException {
    if (!Arrays.equals(read(in, MAGIC.length), MAGIC)) {
      throw new TunnelException.WrongPeer("the other side does not speak this tunnel's version");
    }
  }

  private static byte[] read(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    new DataInputStream(in).readFully(bytes);
    return bytes;
  }

  private static void write(OutputStream out, byte[]... parts) throws IOException {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer message = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      message.put(part);
    }
    out.write(message.array());
    out.flush();
  }
}
