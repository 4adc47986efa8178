package io.csdr.alibaba.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.testing.oss.OssJournal;
import io.csdr.testing.store.StoreContract;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OssStoreTest extends StoreContract {
  private final OssBench bench = new OssBench();
  private final OssStore store = bench.store();

  @Override
  protected Store store() {
    return store;
  }

  @AfterEach
  void stop() {
    store.close();
    bench.close();
  }

  @Test
  void objectsLieBelowThePrefixAndNothingElseIsSeen() {
    OssStore whole =
        OssStore.open(
            new OssLocation(bench.bucket.name(), ""),
            bench.settings(),
            OssBench.credentials(OssBench.KEY));
    store.putIfAbsent("p/1", new byte[3]);
    whole.putIfAbsent("prod/ab/2", new byte[4]);
    whole.putIfAbsent("other", new byte[5]);

    assertThat(bench.bucket.keys()).containsExactly("other", "prod/a/p/1", "prod/ab/2");
    assertThat(keys(store, "")).containsExactly("p/1");
    assertThat(keys(whole, "")).containsExactly("other", "prod/a/p/1", "prod/ab/2");
    whole.close();
  }

  @Test
  void whatIsNoKeyIsPassedOver() {
    store.putIfAbsent("a", new byte[1]);
    try (SdkClient sdk = SdkClient.v4(bench, OssBench.KEY)) {
      for (String strange : List.of("prod/a/Readme", "prod/a/x y", "prod/a/\u0001", "prod/a/d/")) {
        sdk.put(strange, new byte[1]);
      }
    }
    assertThat(bench.bucket.keys()).hasSize(5);
    assertThat(keys(store, "")).containsExactly("a");
  }

  @Test
  void longListingsComeInPages() {
    List<String> names = IntStream.range(0, 2345).mapToObj("p/%05d"::formatted).toList();
    names.parallelStream().forEach(name -> store.putIfAbsent(name, new byte[1]));
    bench.oss.journal().clear();

    assertThat(keys(store, "p/")).isEqualTo(names);
    assertThat(bench.oss.journal().counts()).isEqualTo(Map.of("GET", 3));
  }

  @Test
  void eachCallIsOneRequestOnceTheBucketIsKnown() {
    store.putIfAbsent("first", new byte[1]);
    assertThat(bench.oss.journal().counts()).isEqualTo(Map.of("HEAD", 1, "PUT", 1));
    bench.oss.journal().clear();
    store.putIfAbsent("k", new byte[100]);
    store.read("k", 10, 20);
    store.stat("k");
    store.list("", object -> {});
    store.delete("k");
    assertThat(bench.oss.journal().counts())
        .isEqualTo(Map.of("PUT", 1, "GET", 2, "HEAD", 1, "DELETE", 1));
    OssJournal.Entry read = bench.oss.journal().entries().get(1);
    assertThat(read.status()).isEqualTo(206);
    assertThat(read.bytesOut()).isEqualTo(20);
  }

  @Test
  void hostNamesOfRegionsWork() {
    for (String host :
        List.of("oss-cn-hangzhou.aliyuncs.com", "oss-cn-hangzhou-internal.aliyuncs.com")) {
      try (OssStore other =
          bench.store(bench.throughProxy(host), OssBench.credentials(OssBench.KEY))) {
        assertThat(other.putIfAbsent("by-" + host, host.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(other.readAll("by-" + host)).asString().isEqualTo(host);
        assertThat(keys(other, "")).contains("by-" + host);
      }
    }
    assertThat(bench.bucket.keys()).hasSize(2);
  }

  @Test
  void theLimitOfTrafficIsAskedForInBothDirections() {
    try (OssStore slow =
        bench.store(
            bench.settings().withTrafficLimit(1_000_000), OssBench.credentials(OssBench.KEY))) {
      slow.putIfAbsent("k", new byte[9]);
      slow.readAll("k");
    }
    List<String> limits =
        bench.oss.journal().entries().stream()
            .filter(entry -> !entry.method().equals("HEAD"))
            .map(entry -> entry.headers().get("x-oss-traffic-limit"))
            .toList();
    assertThat(limits).containsExactly("1000000", "1000000");
    assertThatThrownBy(() -> bench.settings().withTrafficLimit(1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("819,200");
  }

  private static List<String> keys(Store store, String prefix) {
    List<String> keys = new ArrayList<>();
    store.list(prefix, (StoredObject object) -> keys.add(object.key()));
    return keys;
  }
}
