package io.csdr.vault.key;

import io.csdr.vault.blob.BlobId;
import io.csdr.vault.pack.PackId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Everything that the holder of the master key can derive. Class keys are derived once each.
public final class OwnedKeys implements VaultKeys {
  private static final byte[] NOTHING = new byte[0];

  private final KeyRing ring;
  private final IdKey ids;
  private final IdKey names;
  private final byte[] chunker;
  private final Map<String, byte[]> classKeys = new ConcurrentHashMap<>();

  OwnedKeys(KeyRing ring) {
    this.ring = ring;
    this.ids = new IdKey(ring.derive("dedupe", ring.rootEpoch(), NOTHING));
    this.names = new IdKey(ring.derive("name", ring.rootEpoch(), NOTHING));
    this.chunker = ring.derive("chunker", ring.rootEpoch(), NOTHING);
  }

  /// Keys of a new vault.
  public static OwnedKeys random(VaultId vault) {
    return new OwnedKeys(KeyRing.random(vault));
  }

  KeyRing ring() {
    return ring;
  }

  @Override
  public VaultId vault() {
    return ring.vault();
  }

  @Override
  public int epoch() {
    return ring.epoch();
  }

  @Override
  public BlobId idOf(byte[] bytes, int offset, int length) {
    return ids.idOf(bytes, offset, length);
  }

  @Override
  public byte[] chunkerKey() {
    return chunker.clone();
  }

  @Override
  public byte[] indexKey(int epoch) {
    return classKey("index", epoch);
  }

  @Override
  public byte[] key(PackId pack, int epoch, Purpose purpose) {
    return ring.derive("pack", epoch, pack.toBytes());
  }

  /// The class key of configurations.
  public byte[] configKey(int epoch) {
    return classKey("config", epoch);
  }

  /// The class key of commits.
  public byte[] commitKey(int epoch) {
    return classKey("commit", epoch);
  }

  /// The class key of run records.
  public byte[] runKey(int epoch) {
    return classKey("run", epoch);
  }

  /// The key that proves a tombstone to be the owner's.
  public byte[] maintenanceKey(int epoch) {
    return classKey("maintenance", epoch);
  }

  /// The keyed digest of a name that must not appear in a store, in hexadecimal digits.
  public String hashOfName(String name, int digits) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return names.idOf(bytes, 0, bytes.length).toString().substring(0, digits);
  }

  /// What a mover needs besides pack keys: it can tell which blobs exist, and open or make none
  /// without asking for the pack's key.
  public Grant grant() {
    Map<Integer, byte[]> indexKeys = new TreeMap<>();
    ring.epochs().forEach(epoch -> indexKeys.put(epoch, indexKey(epoch)));
    byte[] dedupe = ring.derive("dedupe", ring.rootEpoch(), NOTHING);
    return new Grant(vault(), epoch(), dedupe, chunkerKey(), indexKeys);
  }

  private byte[] classKey(String purpose, int epoch) {
    return classKeys.computeIfAbsent(purpose + epoch, name -> ring.derive(purpose, epoch, NOTHING));
  }

  @Override
  public String toString() {
    return "OwnedKeys[" + vault() + "]";
  }
}
