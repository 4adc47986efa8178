package io.csdr.testing.vault;

import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobReader;
import io.csdr.vault.blob.BlobReceiver;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.KeySource;
import io.csdr.vault.pipeline.WriterSettings;
import io.csdr.vault.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// Vaults and contents for these tests.
final class Samples {
  /// Packs of 64 KiB, so that little content makes many.
  static final WriterSettings SMALL_PACKS =
      new WriterSettings(Level.FAST, 64 << 10, 16 << 10, 2, 3, 4 << 20);

  private final CreateOptions options = CreateOptions.standard();
  private final KeyFile key = KeyFile.random(options.id());

  Vault create(Store store) {
    return Vault.create(store, options, key, "");
  }

  Vault open(Store store) {
    return Vault.open(store, KeySource.of(key));
  }

  /// Contents of 1 to 20,000 bytes, all different.
  static List<byte[]> contents(int count, long seed) {
    Random random = new Random(seed);
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[16 + random.nextInt(20_000)];
      random.nextBytes(bytes);
      contents.add(bytes);
    }
    return contents;
  }

  static List<BlobId> putAll(BlobWriter writer, List<byte[]> contents) {
    List<BlobId> ids = new ArrayList<>();
    for (byte[] bytes : contents) {
      ids.add(writer.put(BlobType.DATA, bytes, 0, bytes.length));
    }
    return ids;
  }

  static List<String> keys(Store store, String prefix) {
    List<String> keys = new ArrayList<>();
    store.list(prefix, object -> keys.add(object.key()));
    return keys;
  }

  /// What one fetch delivered and what it reported as lost.
  record Fetched(Map<BlobId, byte[]> plain, Map<BlobId, VaultException> lost) {}

  static Fetched fetch(BlobReader reader, Collection<BlobId> ids) {
    Fetched fetched = new Fetched(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    reader.fetch(
        ids,
        new BlobReceiver() {
          @Override
          public void received(BlobId id, byte[] plain) {
            if (fetched.plain.put(id, plain) != null) {
              throw new AssertionError(id + " was delivered twice");
            }
          }

          @Override
          public void lost(BlobId id, VaultException why) {
            if (fetched.lost.put(id, why) != null) {
              throw new AssertionError(id + " was lost twice");
            }
          }
        });
    return fetched;
  }
}
