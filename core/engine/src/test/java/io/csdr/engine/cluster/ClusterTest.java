package io.csdr.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static final ApiResource MAPS =
      new ApiResource("", "v1", "configmaps", "ConfigMap", "configmap", List.of(), true, Set.of());
  private ScriptedServer server;
  private Cluster cluster;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    cluster = server.cluster();
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.close();
  }

  @Test
  void pagesFollowEachOtherAndItemsGetTheirKind() {
    server.says(200, page("next", "a", "b")).says(200, page("", "c"));

    assertThat(names()).containsExactly("a", "b", "c");
    assertThat(server.requests())
        .containsExactly(
            "GET /api/v1/namespaces/shop/configmaps?limit=500",
            "GET /api/v1/namespaces/shop/configmaps?limit=500&continue=next");
  }

  @Test
  void aListThatOutlivesItsSnapshotGoesOnWithoutRepeatingAnything() {
    server
        .says(200, page("next", "a", "b"))
        .says(410, "{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410}")
        .says(200, page("", "a", "b", "c"));

    assertThat(names()).containsExactly("a", "b", "c");
  }

  @Test
  void aListWhoseOrderShowsOnlyAfterItsSnapshotIsGoneLosesNothingSilently() {
    server
        .says(200, page("next", "b", "c"))
        .says(410, "{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410}")
        .says(200, page("", "b", "c", "a"));

    assertThatThrownBy(this::names)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.reason()).isEqualTo(ApiException.Reason.GONE));
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aListThatBreaksOffInTheMiddleIsTakenUpAgain() {
    String whole = page("", "a", "b", "c");
    server.breaksOff(whole.substring(0, whole.indexOf("\"c\"") - 10)).says(200, whole);

    assertThat(names()).containsExactly("a", "b", "c");
  }

  @Test
  void aBusyServerIsAskedAgain() {
    server.saysLater(429, "0").saysLater(503, "0").says(200, page("", "a"));

    assertThat(names()).containsExactly("a");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aRefusalIsNotRepeatedAndSaysWhy() {
    server.says(
        403,
        "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"configmaps is forbidden: no\",\"code\":403}");

    assertThatThrownBy(this::names)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(ApiException.Reason.FORBIDDEN);
              assertThat(ApiFailures.ofList(e, MAPS, "shop").message())
                  .isEqualTo(
                      "may not list configmaps in namespace shop: configmaps is forbidden: no");
            });
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aProxysProseIsTheMessage() {
    server.says(404, "<html>nothing here</html>");

    assertThatThrownBy(this::names)
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("nothing here");
  }

  @Test
  void anAddressWhereNobodyAnswersIsToldAtOnce() {
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1/").build();
    try (Cluster nobody = Cluster.connect(config)) {
      assertThatThrownBy(nobody::version)
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> assertThat(e.reason()).isEqualTo(ApiException.Reason.UNREACHABLE))
          .hasMessageContaining("http://127.0.0.1:1");
    }
  }

  @Test
  void anOlderServerIsDiscoveredGroupByGroupAndADeadGroupIsTold() {
    server
        .says(200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}")
        .says(
            200,
            "{\"resources\":[{\"name\":\"pods\",\"kind\":\"Pod\",\"namespaced\":true,\"verbs\":[\"list\"],\"shortNames\":[\"po\"]},{\"name\":\"pods/log\",\"kind\":\"Pod\"}]}")
        .says(
            200,
            "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"apps\",\"versions\":[{\"version\":\"v1beta1\"},{\"version\":\"v1\"}],\"preferredVersion\":{\"version\":\"v1\"}},{\"name\":\"metrics.k8s.io\",\"versions\":[{\"version\":\"v1\"}],\"preferredVersion\":{\"version\":\"v1\"}}]}")
        .says(200, "{\"resources\":[{\"name\":\"deployments\",\"kind\":\"Deployment\"}]}")
        .says(200, "{\"resources\":[{\"name\":\"deployments\",\"kind\":\"Deployment\"}]}")
        .says(500, "{\"message\":\"the server is down\"}");

    Discovery discovery = cluster.discover();

    assertThat(discovery.preferred())
        .extracting(kind -> kind.apiVersion() + " " + kind.resource())
        .containsExactly("v1 pods", "apps/v1 deployments");
    assertThat(discovery.others())
        .extracting(ApiResource::apiVersion)
        .containsExactly("apps/v1beta1");
    assertThat(discovery.dead())
        .containsExactly(new Discovery.DeadGroup("metrics.k8s.io", "v1", "the server is down"));
  }

  @Test
  void aStaleVersionOfAggregatedDiscoveryIsADeadGroup() {
    String group =
        "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"metrics.k8s.io\"},\"versions\":[{\"version\":\"v1\",\"freshness\":\"Stale\"}]}]}";
    server.says(200, "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}").says(200, group);

    assertThat(cluster.discover().dead())
        .extracting(Discovery.DeadGroup::group)
        .containsExactly("metrics.k8s.io");
  }

  @Test
  void namesCannotLeaveTheirPath() {
    assertThat(MAPS.path("shop", "a/../../secrets")).endsWith("/a%2F..%2F..%2Fsecrets");
    assertThatThrownBy(() -> MAPS.path("shop", "..")).isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    cluster.list(
        ListQuery.all(MAPS, "shop"),
        object -> {
          assertThat(object.kind()).isEqualTo("ConfigMap");
          names.add(object.name());
        });
    return names;
  }

  private static String page(String next, String... names) {
    StringBuilder items = new StringBuilder();
    for (String name : names) {
      items.append(items.isEmpty() ? "" : ",");
      items.append("{\"metadata\":{\"namespace\":\"shop\",\"name\":\"").append(name).append("\"}}");
    }
    return "{\"kind\":\"ConfigMapList\",\"metadata\":{\"continue\":\""
        + next
        + "\"},\"items\":["
        + items
        + "]}";
  }
}
