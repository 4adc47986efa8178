package io.csdr.testing.oss;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One bucket with its rules. A test reads it and sets it up; requests come through the double.
public final class OssBucket {

  /// Whether earlier versions are kept.
  public enum Versioning {
    NEVER,
    ENABLED,
    SUSPENDED
  }

  private final String name;
  private final String region;
  private final InstantSource clock;
  private final NavigableMap<String, Deque<OssVersion>> objects = new TreeMap<>();
  private final Map<String, OssUpload> uploads = new HashMap<>();
  private Versioning versioning = Versioning.NEVER;
  private String storageClass = "Standard";
  private @Nullable OssWorm worm;
  private boolean foreign;

  OssBucket(String name, String region, InstantSource clock) {
    this.name = name;
    this.region = region;
    this.clock = clock;
  }

  public String name() {
    return name;
  }

  public String region() {
    return region;
  }

  /// Sets what `x-oss-forbid-overwrite` and deletes mean from now on.
  public synchronized OssBucket versioning(Versioning state) {
    versioning = state;
    return this;
  }

  synchronized Versioning versioning() {
    return versioning;
  }

  /// The class of objects that name none: Standard, IA, Archive, ColdArchive.
  public synchronized OssBucket storageClass(String name) {
    storageClass = name;
    return this;
  }

  synchronized String storageClass() {
    return storageClass;
  }

  /// Lets it belong to another account.
  public synchronized OssBucket foreign() {
    foreign = true;
    return this;
  }

  synchronized boolean isForeign() {
    return foreign;
  }

  /// The bytes of the current version, if there is one.
  public synchronized Optional<byte[]> bytes(String key) {
    return current(key).map(version -> version.bytes().clone());
  }

  /// How many versions of an object are kept, delete markers included.
  public synchronized int versions(String key) {
    Deque<OssVersion> versions = objects.get(key);
    return versions == null ? 0 : versions.size();
  }

  /// The keys of all current objects in ascending order.
  public synchronized List<String> keys() {
    return current().keySet().stream().toList();
  }

  /// Stores an object without a request, as somebody else would.
  public void place(String key, byte[] bytes) {
    put(key, bytes.clone(), Map.of(), false);
  }

  /// Alters what is stored without anybody noticing.
  public synchronized void flipByte(String key, int index) {
    Deque<OssVersion> versions = objects.get(key);
    if (versions == null) {
      throw new IllegalArgumentException("no object " + key);
    }
    byte[] bytes = versions.getFirst().bytes().clone();
    bytes[index] ^= 1;
    versions.addFirst(versions.removeFirst().withBytes(bytes));
  }

  synchronized Optional<OssVersion> current(String key) {
    return Optional.ofNullable(objects.get(key))
        .map(Deque::getFirst)
        .filter(version -> !version.marker());
  }

  synchronized Optional<OssVersion> version(String key, String id) {
    return objects.getOrDefault(key, new ArrayDeque<>()).stream()
        .filter(version -> version.id().equals(id))
        .findFirst();
  }

  synchronized NavigableMap<String, OssVersion> current() {
    NavigableMap<String, OssVersion> found = new TreeMap<>();
    objects.keySet().forEach(key -> current(key).ifPresent(version -> found.put(key, version)));
    return Collections.unmodifiableNavigableMap(found);
  }

  /// Stores a version. Versioning that is or was on makes `forbidOverwrite` mean nothing.
  synchronized OssVersion put(
      String key, byte[] bytes, Map<String, String> headers, boolean forbidOverwrite) {
    OssVersion present = current(key).orElse(null);
    if (versioning == Versioning.NEVER && present != null) {
      if (forbidOverwrite) {
        throw new OssRefusal(
                409,
                "FileAlreadyExists",
                "The object you specified already exists and can not be overwritten.")
            .with("EC", "0026-00000002");
      }
      requireMutable(key, present);
    }
    String id = versioning == Versioning.ENABLED ? newId() : OssVersion.NULL_ID;
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    OssVersion version = new OssVersion(id, false, bytes, now, headers);
    push(key, version);
    return version;
  }

  /// Removes the current version or hides it behind a delete marker.
  synchronized Optional<OssVersion> delete(String key) {
    Deque<OssVersion> versions = objects.get(key);
    if (versioning == Versioning.NEVER) {
      if (versions != null) {
        requireMutable(key, versions.getFirst());
        objects.remove(key);
      }
      return Optional.empty();
    }
    String id = versioning == Versioning.ENABLED ? newId() : OssVersion.NULL_ID;
    OssVersion marker = new OssVersion(id, true, new byte[0], clock.instant(), Map.of());
    push(key, marker);
    return Optional.of(marker);
  }

  /// Removes one version for good.
  synchronized void delete(String key, String id) {
    Deque<OssVersion> versions = objects.get(key);
    if (versions == null) {
      return;
    }
    version(key, id).ifPresent(version -> requireMutable(key, version));
    versions.removeIf(version -> version.id().equals(id));
    if (versions.isEmpty()) {
      objects.remove(key);
    }
  }

  private void push(String key, OssVersion version) {
    Deque<OssVersion> versions = objects.computeIfAbsent(key, any -> new ArrayDeque<>());
    versions.removeIf(
        old -> old.id().equals(OssVersion.NULL_ID) && version.id().equals(OssVersion.NULL_ID));
    versions.addFirst(version);
  }

  private void requireMutable(String key, OssVersion version) {
    OssWorm policy = worm().orElse(null);
    if (policy != null && policy.protects(version, clock.instant())) {
      throw new OssRefusal(409, "FileImmutable", "The file is immutable.")
          .with("Key", key)
          .with("EC", "0055-00000011");
    }
  }

  synchronized Optional<OssWorm> worm() {
    if (worm != null && worm.isVoid(clock.instant())) {
      worm = null;
    }
    return Optional.ofNullable(worm);
  }

  synchronized void worm(@Nullable OssWorm policy) {
    worm = policy;
  }

  /// Locks everything in it for this many days after each object's last change, for good.
  public synchronized OssBucket lock(int days) {
    worm = new OssWorm(newId(), days, clock.instant(), true);
    return this;
  }

  synchronized OssUpload begin(OssUpload upload) {
    uploads.put(upload.id(), upload);
    return upload;
  }

  synchronized OssUpload upload(String key, String id) {
    OssUpload upload = uploads.get(id);
    if (upload == null || !upload.key().equals(key)) {
      throw new OssRefusal(
              404,
              "NoSuchUpload",
              "The specified upload does not exist. The upload ID may be invalid, or the upload"
                  + " may have been aborted or completed.")
          .with("UploadId", id);
    }
    return upload;
  }

  synchronized void end(OssUpload upload) {
    uploads.remove(upload.id());
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
  }
}
