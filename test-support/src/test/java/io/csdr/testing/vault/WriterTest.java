package io.csdr.testing.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.testing.store.FaultyStore;
import io.csdr.testing.store.FaultyStore.Call;
import io.csdr.vault.Vault;
import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobType;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.bytes.Fields;
import io.csdr.vault.codec.Level;
import io.csdr.vault.index.PackInfo;
import io.csdr.vault.key.Grant;
import io.csdr.vault.key.GrantedKeys;
import io.csdr.vault.key.PackKeys;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pipeline.BlobSpace;
import io.csdr.vault.pipeline.WriterSettings;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The writing side with stores that fail, threads that compete and packs that fill up.
@Timeout(120)
class WriterTest {
  private final Samples samples = new Samples();
  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final Vault vault = samples.create(store);

  @Test
  void manyPacksAndSegmentsComeBack() {
    List<byte[]> contents = Samples.contents(1200, 1);
    BlobWriter writer = vault.writer(Samples.SMALL_PACKS);
    List<BlobId> ids = Samples.putAll(writer, contents);
    writer.flush();
    assertThat(Samples.keys(store, "p/")).hasSizeGreaterThan(130);
    assertThat(Samples.keys(store, "i/")).hasSizeGreaterThan(2);
    Samples.Fetched fetched = Samples.fetch(samples.open(store).reader(), ids);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(fetched.plain().get(ids.get(i))).isEqualTo(contents.get(i));
    }
    assertThat(fetched.lost()).isEmpty();
  }

  @Test
  void everySuiteAndLevelWorks() {
    for (Suite suite : Suite.values()) {
      for (Level level : Level.values()) {
        BlobSpace space = new BlobSpace(new MemoryStore(), vault.keys(), suite);
        BlobWriter writer = space.writer(WriterSettings.of(level));
        List<byte[]> contents = Samples.contents(5, 2);
        List<BlobId> ids = Samples.putAll(writer, contents);
        writer.flush();
        assertThat(space.reader().get(ids.get(3))).isEqualTo(contents.get(3));
      }
    }
  }

  @Test
  void competingThreadsStoreEachContentOnce() throws Exception {
    List<byte[]> contents = Samples.contents(300, 3);
    BlobWriter writer = vault.writer(Samples.SMALL_PACKS);
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<List<BlobId>>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(
            pool.submit(() -> {
              List<BlobId> ids = Samples.putAll(writer, contents);
              writer.flush();
              return ids;
            }));
      }
      Set<List<BlobId>> distinct = new HashSet<>();
      for (Future<List<BlobId>> result : results) {
        distinct.add(result.get());
      }
      assertThat(distinct).hasSize(1);
    }
    assertThat(writer.stats().freshBlobs()).isEqualTo(300);
    assertThat(vault.blobs().packs().stream().mapToInt(PackInfo::blobs).sum()).isEqualTo(300);
  }

  /// Whoever's flush returned finds everything that any put returned before it, also what another thread was
  /// just storing.
  @Test
  void aFlushCoversWhatOthersWereStoring() throws Exception {
    for (int round = 0; round < 20; round++) {
      List<byte[]> contents = Samples.contents(20, 100 + round);
      BlobWriter writer = vault.writer(Samples.SMALL_PACKS);
      try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          results.add(
              pool.submit(() -> {
                List<BlobId> ids = Samples.putAll(writer, contents);
                writer.flush();
                Samples.Fetched fetched = Samples.fetch(samples.open(store).reader(), ids);
                assertThat(fetched.plain().keySet()).containsAll(ids);
              }));
        }
        for (Future<?> result : results) {
          result.get();
        }
      }
    }
  }

  @Test
  void packsReachTheStoreBeforeTheirIndex() {
    List<String> order = new ArrayList<>();
    Store recording =
        new OrderedPuts(
            store,
            key -> {
              synchronized (order) {
                order.add(key);
              }
            });
    BlobWriter writer = samples.open(recording).writer(Samples.SMALL_PACKS);
    Samples.putAll(writer, Samples.contents(100, 4));
    writer.flush();
    assertThat(order.getLast()).startsWith("i/");
    assertThat(order.subList(0, order.size() - 1)).allMatch(key -> key.startsWith("p/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"p/", "m/", "i/"})
  void aFailedPutSurfacesAndStays(String prefix) {
    store.failOn(Call.PUT, prefix, 1, () -> new StoreException.Unreachable("cut off", null));
    BlobWriter writer = vault.writer(Level.FAST);
    byte[] bytes = {1, 2, 3};
    writer.put(BlobType.DATA, bytes, 0, 3);
    writer.put(BlobType.TREE, bytes, 0, 2);
    assertThatThrownBy(writer::flush).isInstanceOf(StoreException.Unreachable.class);
    assertThatThrownBy(writer::flush).isInstanceOf(StoreException.Unreachable.class);
    assertThatThrownBy(() -> writer.put(BlobType.DATA, bytes, 0, 1))
        .isInstanceOf(StoreException.Unreachable.class);
    assertThat(Samples.keys(store, "i/")).isEmpty();

    BlobWriter second = vault.writer(Level.FAST);
    BlobId id = second.put(BlobType.DATA, bytes, 0, 3);
    second.flush();
    assertThat(samples.open(store).reader().get(id)).isEqualTo(bytes);
  }

  @Test
  void aFailureInTheMiddleReachesPutters() {
    store.failOn(Call.PUT, "p/", 3, () -> new StoreException.Denied("retained", null));
    BlobWriter writer = vault.writer(Samples.SMALL_PACKS);
    assertThatThrownBy(() -> Samples.putAll(writer, Samples.contents(5000, 5)))
        .isInstanceOf(StoreException.Denied.class);
    assertThat(writer.stats().offered()).isLessThan(5000L * 10_000);
  }

  @Test
  void aFullStoreIsSaidToBeFull() {
    store.leaveRoom(200_000);
    BlobWriter writer = vault.writer(Samples.SMALL_PACKS);
    assertThatThrownBy(
            () -> {
              Samples.putAll(writer, Samples.contents(2000, 6));
              writer.flush();
            })
        .isInstanceOf(StoreException.Full.class);
    assertThat(samples.open(store).commits()).isEmpty();
  }

  @Test
  void aSlowStoreHoldsTheWriterBack() {
    store.delay(Duration.ofMillis(2));
    BlobWriter writer = vault.writer(Samples.SMALL_PACKS);
    List<byte[]> contents = Samples.contents(2000, 7);
    long most = 0;
    long length = 0;
    for (byte[] bytes : contents) {
      writer.put(BlobType.DATA, bytes, 0, bytes.length);
      length += bytes.length;
      most = Math.max(most, length - writer.stats().stored());
    }
    writer.flush();
    // What waits, the open and travelling packs, and what was just dropped from memory but not yet
    // counted.
    assertThat(most).isLessThan(6 << 20);
  }

  @Test
  void impossibleLengthsAreRefused() {
    BlobWriter writer = vault.writer(Level.FAST);
    assertThatThrownBy(() -> writer.put(BlobType.DATA, new byte[1], 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            writer.put(
                BlobType.DATA, new byte[BlobWriter.MAX_BLOB + 1], 0, BlobWriter.MAX_BLOB + 1))
        .isInstanceOf(IllegalArgumentException.class);
    writer.flush();
    assertThat(Samples.keys(store, "p/")).isEmpty();
    assertThat(Samples.keys(store, "i/")).isEmpty();
  }

  @Test
  void twoProgramsWriteAtOnceAndBothAreRight() throws Exception {
    List<byte[]> contents = Samples.contents(200, 8);
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<List<BlobId>>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(
            pool.submit(() -> {
              BlobWriter writer = samples.open(store).writer(Samples.SMALL_PACKS);
              List<BlobId> ids = Samples.putAll(writer, contents);
              writer.flush();
              return ids;
            }));
      }
      for (Future<List<BlobId>> result : results) {
        Samples.Fetched fetched = Samples.fetch(samples.open(store).reader(), result.get());
        assertThat(fetched.plain()).hasSize(200);
      }
    }
  }

  @Test
  void tombstonedPacksAreNotReliedOn() {
    List<byte[]> contents = Samples.contents(3, 9);
    BlobWriter first = vault.writer(Level.FAST);
    List<BlobId> ids = Samples.putAll(first, contents);
    first.flush();
    assertThat(fresh(contents)).isZero();

    String key = "t/00000001/" + "a".repeat(32);
    Fields.Writer fields = new Fields.Writer().time(1, Instant.EPOCH);
    vault.blobs().packs().forEach(pack -> fields.bytes(2, pack.id().toBytes()));
    SealedObject.Place place =
        new SealedObject.Place(SealedObject.Kind.TOMBSTONES, key, vault.id().toBytes());
    byte[] classKey = vault.keys().indexKey(1);
    store.putIfAbsent(
        key, SealedObject.seal(place, Suite.AES_256_GCM, 1, classKey, fields.toBytes()));

    assertThat(samples.open(store).reader().get(ids.getFirst())).isEqualTo(contents.getFirst());
    assertThat(fresh(contents)).isEqualTo(3);
    assertThat(fresh(contents)).isZero();
    store.flipBit(key, 300);
    assertThatThrownBy(() -> samples.open(store).writer(Level.FAST))
        .isInstanceOf(VaultException.Corrupt.class);
  }

  private long fresh(List<byte[]> contents) {
    BlobWriter writer = samples.open(store).writer(Level.FAST);
    Samples.putAll(writer, contents);
    writer.flush();
    return writer.stats().freshBlobs();
  }

  @Test
  void aMoverWritesWithGrantedKeysOnly() {
    Set<String> written = new HashSet<>();
    Grant grant = Grant.decode(vault.keys().grant().encode());
    PackKeys host =
        (pack, epoch, purpose) -> {
          if (purpose == Purpose.READ) {
            throw new PackKeys.PackDenied(pack, purpose);
          }
          synchronized (written) {
            written.add(pack.toString());
          }
          return vault.keys().key(pack, epoch, purpose);
        };
    BlobSpace mover = new BlobSpace(store, new GrantedKeys(grant, host), Suite.AES_256_GCM);
    BlobWriter writer = mover.writer(Samples.SMALL_PACKS);
    List<byte[]> contents = Samples.contents(50, 10);
    List<BlobId> ids = Samples.putAll(writer, contents);
    writer.flush();
    assertThat(samples.open(store).reader().get(ids.get(7))).isEqualTo(contents.get(7));
    Set<String> packs =
        Stream.concat(Samples.keys(store, "p/").stream(), Samples.keys(store, "m/").stream())
            .map(key -> key.substring(5))
            .collect(Collectors.toSet());
    assertThat(written).isEqualTo(packs);
    assertThatThrownBy(() -> mover.reader().get(ids.get(7)))
        .isInstanceOf(PackKeys.PackDenied.class);
    assertThatThrownBy(() -> Samples.fetch(mover.reader(), ids))
        .isInstanceOf(PackKeys.PackDenied.class);
  }

  @Test
  void aRefusedKeyEndsTheWriter() {
    PackKeys host =
        (pack, epoch, purpose) -> {
          throw new PackKeys.PackDenied(pack, purpose);
        };
    GrantedKeys keys = new GrantedKeys(vault.keys().grant(), host);
    BlobWriter writer = new BlobSpace(store, keys, Suite.AES_256_GCM).writer(Samples.SMALL_PACKS);
    writer.put(BlobType.DATA, new byte[5], 0, 5);
    assertThatThrownBy(writer::flush).isInstanceOf(PackKeys.PackDenied.class);
  }
}
