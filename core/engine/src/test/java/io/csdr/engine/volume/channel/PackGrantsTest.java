package io.csdr.engine.volume.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.CreateOptions;
import io.csdr.vault.Vault;
import io.csdr.vault.blob.BlobId;
import io.csdr.vault.blob.BlobWriter;
import io.csdr.vault.codec.Level;
import io.csdr.vault.key.KeyFile;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackGrantsTest {
  private final CreateOptions options = CreateOptions.standard();
  private final Vault vault =
      Vault.create(new MemoryStore(), options, KeyFile.random(options.id()), "test");
  private final BlobId mine = tree(1);
  private final List<String> mineKeys = packs(List.of());
  private final List<String> othersKeys = others();

  /// A tree with content of its own, in packs of its own.
  private BlobId tree(int seed) {
    BlobWriter writer = vault.writer(Level.NONE);
    TreeBuilder builder = new TreeBuilder(writer);
    byte[] bytes = new byte[300_000];
    new Random(seed).nextBytes(bytes);
    builder.add("file-" + seed, bytes);
    BlobId root = builder.finish().id();
    writer.flush();
    return root;
  }

  private List<String> others() {
    BlobId unused = tree(2);
    assertThat(unused).isNotEqualTo(mine);
    return packs(mineKeys);
  }

  private List<String> packs(List<String> without) {
    List<String> keys = new ArrayList<>();
    vault.store().list("m/", object -> keys.add(object.key()));
    vault.store().list("p/", object -> keys.add(object.key()));
    keys.removeAll(without);
    assertThat(keys).hasSize(2);
    return keys;
  }

  private static PackId pack(String key) {
    return PackId.parse(key.substring(key.lastIndexOf('/') + 1)).orElseThrow();
  }

  @Test
  void aFillerOpensItsTreeAndNothingElse() {
    PackGrants grants = PackGrants.filling(vault, mine);
    for (String key : mineKeys) {
      assertThat(grants.allows(pack(key), Purpose.READ)).as(key).isTrue();
      assertThat(grants.mayRead(key)).as(key).isTrue();
      assertThat(grants.mayRead(key + ".g1")).as(key).isTrue();
      assertThat(grants.mayList(key + ".g")).as(key).isTrue();
    }
    for (String key : othersKeys) {
      assertThat(grants.allows(pack(key), Purpose.READ)).as(key).isFalse();
      assertThat(grants.mayRead(key)).as(key).isFalse();
    }
  }

  @Test
  void aFillerWritesNothing() {
    PackGrants grants = PackGrants.filling(vault, mine);
    PackId fresh = PackId.random();
    assertThat(grants.allows(fresh, Purpose.WRITE)).isFalse();
    assertThat(grants.mayPut("p/" + fresh.toString().substring(0, 2) + "/" + fresh)).isFalse();
    assertThat(grants.mayPut("i/00000000/" + fresh)).isFalse();
  }

  @Test
  void aSaverOpensThePagesOfItsParentOnly() {
    PackGrants grants = PackGrants.saving(vault, mine);
    for (String key : mineKeys) {
      assertThat(grants.allows(pack(key), Purpose.READ)).as(key).isEqualTo(key.startsWith("m/"));
    }
    for (String key : othersKeys) {
      assertThat(grants.allows(pack(key), Purpose.READ)).as(key).isFalse();
    }
    PackGrants orphan = PackGrants.saving(vault, null);
    for (String key : mineKeys) {
      assertThat(orphan.allows(pack(key), Purpose.READ)).as(key).isFalse();
    }
  }

  @Test
  void theKeyOfAPackThatExistsIsNotGivenForWriting() {
    PackGrants grants = PackGrants.saving(vault, null);
    assertThat(grants.allows(PackId.random(), Purpose.WRITE)).isTrue();
    for (String key : othersKeys) {
      assertThat(grants.allows(pack(key), Purpose.WRITE)).as(key).isFalse();
    }
  }

  @Test
  void aSaverPutsPacksAndSegmentsOnly() {
    PackGrants grants = PackGrants.saving(vault, null);
    String fresh = PackId.random().toString();
    String place = fresh.substring(0, 2) + "/" + fresh;
    assertThat(List.of("p/" + place, "m/" + place, "i/00000000/" + fresh)).allMatch(grants::mayPut);
    assertThat(
            List.of(
                "config",
                "config.g1",
                "keys/" + fresh,
                "c/x/y",
                "j/r/0",
                "t/00000000/" + fresh,
                "p/x",
                "p/00/x",
                "pp/00/" + fresh,
                "p/" + place + ".g1",
                "p/zz/" + fresh,
                "i/00000001/" + fresh,
                "i/00000000/x",
                "i/00000000/" + fresh + "/" + fresh))
        .noneMatch(grants::mayPut);
  }

  @Test
  void nobodySeesConfigurationCommitsOrKeys() {
    for (PackGrants grants :
        List.of(PackGrants.saving(vault, mine), PackGrants.filling(vault, mine))) {
      assertThat(List.of("config", "keys/x", "c/x/y", "j/x/0")).noneMatch(grants::mayRead);
      assertThat(List.of("", "c/", "keys/", "j/", "p/", "m/")).noneMatch(grants::mayList);
      assertThat(List.of("i/", "t/", "i/00000000/")).allMatch(grants::mayList);
      assertThat(grants.mayDelete("p/x")).isFalse();
    }
  }
}
