package io.csdr.vault.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.csdr.vault.VaultException;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.bytes.RandomId;
import io.csdr.vault.pack.BlobEntry;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.pack.PackKind;
import io.csdr.vault.seal.Suite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlobIndexTest {
  private static final int PACK_BYTES = 100 << 20;

  private static PackInfo pack(Random random, int blobs) {
    PackId id = new PackId(new RandomId(random.nextLong(), random.nextLong()));
    byte[] sum = new byte[32];
    random.nextBytes(sum);
    return new PackInfo(id, PackKind.DATA, Suite.AES_256_GCM, 1, PACK_BYTES, blobs, sum);
  }

  private static BlobId id(Random random) {
    return new BlobId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  private static PackContent content(Random random, int blobs, List<BlobId> known) {
    List<BlobEntry> entries = new ArrayList<>();
    for (int i = 0; i < blobs; i++) {
      boolean again = !known.isEmpty() && random.nextInt(5) == 0;
      BlobId id = again ? known.get(random.nextInt(known.size())) : id(random);
      if (entries.stream().anyMatch(e -> e.id().equals(id))) {
        continue;
      }
      known.add(id);
      int plain = 1 + random.nextInt(4 << 20);
      entries.add(
          new BlobEntry(
              id,
              64 + random.nextInt(90 << 20),
              57 + random.nextInt(4 << 20),
              BlobEntry.form(plain, 1 + random.nextInt(3), random.nextInt(2))));
    }
    return new PackContent(pack(random, entries.size()), entries);
  }

  @Property(tries = 40)
  void segmentsAndIndexAgreeWithAMap(@ForAll long seed, @ForAll @IntRange(max = 120) int packs) {
    Random random = new Random(seed);
    BlobIndex index = new BlobIndex();
    List<BlobId> known = new ArrayList<>();
    Map<BlobId, List<Location>> model = new HashMap<>();
    List<PackContent> segment = new ArrayList<>();
    for (int i = 0; i < packs; i++) {
      PackContent content = content(random, random.nextInt(60), known);
      for (BlobEntry entry : content.entries()) {
        model
            .computeIfAbsent(entry.id(), id -> new ArrayList<>())
            .add(new Location(content.pack(), entry));
      }
      segment.add(content);
      if (random.nextInt(10) == 0) {
        index.add(IndexSegment.decode(IndexSegment.encode(segment, List.of()), "segment"));
        segment.clear();
      }
    }
    index.add(segment);
    index.add(segment);
    for (Map.Entry<BlobId, List<Location>> expected : model.entrySet()) {
      List<Location> found = index.find(expected.getKey());
      assertThat(found)
          .extracting(Location::entry, place -> place.pack().id())
          .containsExactlyInAnyOrderElementsOf(
              expected.getValue().stream().map(p -> tuple(p.entry(), p.pack().id())).toList());
      assertThat(index.isReusable(expected.getKey())).isTrue();
    }
    assertThat(index.size()).isEqualTo(model.values().stream().mapToInt(List::size).sum());
    for (int i = 0; i < 100; i++) {
      assertThat(index.contains(id(random))).isFalse();
    }
  }

  @Test
  void idsThatShareABeginningAreToldApart() {
    BlobIndex index = new BlobIndex();
    List<BlobEntry> entries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      entries.add(new BlobEntry(new BlobId(7, 7, 7, i), 64 + i, 57, BlobEntry.form(1, 1, 0)));
    }
    index.add(List.of(new PackContent(pack(new Random(1), 50), entries)));
    for (BlobEntry entry : entries) {
      assertThat(index.find(entry.id())).extracting(Location::entry).containsExactly(entry);
    }
    assertThat(index.contains(new BlobId(7, 7, 7, 50))).isFalse();
  }

  @Test
  void doomedPacksAreNotReusedButStillRead() {
    BlobIndex index = new BlobIndex();
    BlobId id = new BlobId(1, 2, 3, 4);
    BlobEntry entry = new BlobEntry(id, 64, 57, BlobEntry.form(1, 1, 0));
    PackInfo first = pack(new Random(1), 1);
    PackInfo second = pack(new Random(2), 1);
    index.add(List.of(new PackContent(first, List.of(entry))));
    index.doom(Set.of(first.id()));
    assertThat(index.isReusable(id)).isFalse();
    assertThat(index.find(id)).hasSize(1);
    index.add(List.of(new PackContent(second, List.of(entry))));
    assertThat(index.isReusable(id)).isTrue();
    assertThat(index.find(id).getFirst().pack()).isEqualTo(second);
  }

  @Test
  void aBlobCostsFewerThanAHundredBytes() {
    int blobs = 400_000;
    BlobIndex index = new BlobIndex();
    Random random = new Random(3);
    List<BlobEntry> entries = new ArrayList<>();
    for (int i = 0; i < blobs; i++) {
      entries.add(new BlobEntry(id(random), 64 + i, 57, BlobEntry.form(1, 1, 0)));
    }
    index.add(List.of(new PackContent(pack(random, blobs), entries)));
    assertThat(index.memory() / blobs).isLessThan(100);
  }

  @Test
  void impossibleSegmentsAreRefused() {
    Random random = new Random(4);
    PackContent content = content(random, 20, new ArrayList<>());
    byte[] segment = IndexSegment.encode(List.of(content), List.of());
    assertThat(IndexSegment.decode(segment, "it").size()).isEqualTo(content.entries().size());
    for (int length = 0; length < segment.length; length++) {
      byte[] cut = Arrays.copyOf(segment, length);
      assertThatThrownBy(() -> IndexSegment.decode(cut, "it"))
          .isInstanceOf(VaultException.Corrupt.class);
    }
    int record = 16 + 64;
    for (int[] change :
        new int[][] {
          {0, -1},
          {0, 1 << 24},
          {4, Integer.MAX_VALUE},
          {8, 5},
          {record + 32, 1},
          {record + 32, -1},
          {record + 36, 0},
          {record + 36, PACK_BYTES},
          {record, -1},
          {record + 44, 0}
        }) {
      byte[] altered = segment.clone();
      ByteBuffer.wrap(altered).putInt(change[0], change[1]);
      assertThatThrownBy(() -> IndexSegment.decode(altered, "it"))
          .as(Arrays.toString(change))
          .isInstanceOf(VaultException.Corrupt.class);
    }
  }
}
