package io.csdr.engine.capture;

import io.csdr.engine.capture.SortedSpool.Entry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One sorted run of entries in a temporary file, compressed and encrypted with a key of its own.
final class SpoolRun implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final SecretKeySpec key;
  private final long entries;
  private final List<DataInputStream> open = new ArrayList<>();

  private SpoolRun(Path file, SecretKeySpec key, long entries) {
    this.file = file;
    this.key = key;
    this.entries = entries;
  }

  static SpoolRun write(Path folder, List<Entry> sorted) throws IOException {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    SecretKeySpec key = new SecretKeySpec(secret, "AES");
    Path file = Files.createTempFile(folder, "csdr-", ".spool");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DeflaterOutputStream(
                    new CipherOutputStream(
                        Files.newOutputStream(file), cipher(Cipher.ENCRYPT_MODE, key)),
                    new Deflater(Deflater.BEST_SPEED))))) {
      for (Entry entry : sorted) {
        text(out, entry.key());
        text(out, entry.value());
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return new SpoolRun(file, key, sorted.size());
  }

  long entries() {
    return entries;
  }

  Reader reader() throws IOException {
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new InflaterInputStream(
                    new CipherInputStream(
                        Files.newInputStream(file), cipher(Cipher.DECRYPT_MODE, key)))));
    open.add(in);
    return () -> new Entry(text(in), text(in));
  }

  /// Reads entry after entry.
  interface Reader {
    Entry next() throws IOException;
  }

  @Override
  public void close() {
    try {
      for (DataInputStream in : open) {
        in.close();
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What is left behind is unreadable: the key goes with this object.
      file.toFile().deleteOnExit();
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static Cipher cipher(int mode, SecretKeySpec key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      // The key is used for this one file only, so a fixed counter start repeats nothing.
      cipher.init(mode, key, new IvParameterSpec(new byte[16]));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR is part of every JDK", e);
    }
  }
}
