package io.csdr.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.ExampleApp;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.select.UsageException;
import io.csdr.model.ObjectRef;
import io.csdr.model.ProgressSink;
import io.csdr.model.Selection;
import io.csdr.model.request.Filters;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
class ObjectCaptureIT {
  private static Cluster cluster;
  private static ExampleApp app;
  @TempDir Path folder;

  @BeforeAll
  static void start(TestCluster test) {
    cluster = Cluster.connect(test.config());
    app = ExampleApp.create(test, cluster);
  }

  @AfterAll
  static void stop() {
    app.close();
    cluster.close();
  }

  @Test
  void aNamespaceIsSavedWithTheClusterScopedObjectsThatItUses() throws IOException {
    Capture capture = capture(new Selection.Namespaces(List.of(app.namespace)), Filters.NONE);

    assertThat(capture.failures).isEmpty();
    assertThat(capture.files.keySet()).containsExactlyInAnyOrderElementsOf(expectedFiles());
    assertThat(capture.counts.saved()).isEqualTo(capture.files.size());
    assertThat(capture.captured.stored()).isEqualTo(capture.files.size());
    assertThat(capture.order)
        .isSortedAccordingTo(Comparator.comparing(path -> path.replace('/', '\0')));
    KubeObject live = app.live(app.group, "widgets", "gear").orElseThrow();
    KubeObject stored =
        Objects.requireNonNull(
            capture.files.get(app.namespace + "/objects/widgets." + app.group + "/gear.json"));
    assertThat(stored).isEqualTo(live);
    assertThat(stored.text("/spec/ratio")).isEqualTo("0.25");
    assertThat(stored.text("/spec/big")).isEqualTo("1234567890123456789");
    assertThat(stored.at("/metadata/managedFields")).isNotEmpty();
  }

  @Test
  void everyServedKindAndEveryObjectHasAVerdict() throws IOException {
    Capture capture = capture(new Selection.Namespaces(List.of(app.namespace)), Filters.NONE);

    for (ApiResource kind : cluster.discover().preferred()) {
      assertThat(capture.coverage).contains("\"subject\":\"" + kind.qualified());
    }
    assertThat(verdict(capture, "configmaps " + app.namespace + "/scratch"))
        .contains("\"rule\":\"opted-out\"");
    assertThat(verdict(capture, "configmaps " + app.namespace + "/kube-root-ca.crt"))
        .contains("\"rule\":\"root-ca\"");
    assertThat(verdict(capture, "serviceaccounts " + app.namespace + "/default"))
        .contains("\"rule\":\"default-service-account\"");
    assertThat(verdict(capture, "events.events.k8s.io")).contains("\"rule\":\"twin\"");
    assertThat(capture.coverage.lines().filter(line -> line.contains("replicasets.apps app-")))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"rule\":\"replicasets-of-deployments\""));
    assertThat(capture.digest)
        .isEqualTo("sha256:" + sha256(capture.coverage.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aKindThatMayNotBeListedIsAFailedVerdictWithItsFix(TestCluster test) throws IOException {
    Config limited = test.config();
    limited.setImpersonateUsername(app.allowAllButSecrets());
    try (Cluster asLimited = Cluster.connect(limited)) {
      Selection selection = new Selection.Namespaces(List.of(app.namespace));
      Capture capture = capture(asLimited, selection, Filters.NONE);
      Capture accepted =
          capture(
              asLimited,
              selection,
              new Filters(List.of(), List.of("secrets", "crd", "clusterrolebindings"), null));

      assertThat(capture.failures)
          .anySatisfy(line ->
              assertThat(line)
                  .startsWith("secrets in namespace " + app.namespace + ": may not list secrets")
                  .contains("--verb=list --resource=secrets")
                  .contains("--exclude-resources secrets"));
      assertThat(capture.files.keySet())
          .contains(app.namespace + "/objects/configmaps/settings.json")
          .noneMatch(path -> path.contains("/secrets/"));
      assertThat(accepted.failures).noneMatch(line -> line.startsWith("secrets"));
    }
  }

  @Test
  void aNamespaceThatIsNotThereIsAFailure() throws IOException {
    Capture capture =
        capture(new Selection.Namespaces(List.of(app.namespace, "no-such-ns")), Filters.NONE);

    assertThat(capture.failures).singleElement().asString().startsWith("namespaces no-such-ns:");
    assertThat(capture.counts.failed()).isEqualTo(1);
    assertThat(capture.files).containsKey("cluster/objects/namespaces/" + app.namespace + ".json");
  }

  @Test
  void filtersTakeEveryFormOfANameAndRefuseUnknownOnes() throws IOException {
    Selection selection = new Selection.Namespaces(List.of(app.namespace));
    Capture some = capture(selection, new Filters(List.of("deploy", "ConfigMap"), List.of(), null));
    Capture others =
        capture(selection, new Filters(List.of(), List.of("cm", "deployments.apps", "sts"), null));
    Capture labelled = capture(selection, new Filters(List.of(), List.of(), "app=web"));

    assertThat(some.files.keySet())
        .filteredOn(path -> path.startsWith(app.namespace))
        .containsExactlyInAnyOrder(
            app.namespace + "/objects/configmaps/gear-child.json",
            app.namespace + "/objects/configmaps/settings.json",
            app.namespace + "/objects/deployments.apps/web.json");
    assertThat(others.files.keySet())
        .noneMatch(path -> path.contains("/configmaps/") || path.contains("/statefulsets.apps/"))
        .contains(app.namespace + "/objects/services/web.json");
    assertThat(verdict(others, "configmaps")).contains("--exclude-resources");
    assertThat(labelled.files.keySet())
        .filteredOn(path -> path.startsWith(app.namespace))
        .containsExactlyInAnyOrder(
            app.namespace + "/objects/configmaps/settings.json",
            app.namespace + "/objects/deployments.apps/web.json");
    assertThatThrownBy(() -> capture(selection, new Filters(List.of("deplyment"), List.of(), null)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean deployments.apps");
  }

  @Test
  void anAppIsSavedWithWhatItNeedsAndWhatPointsAtIt() throws IOException {
    Capture capture = capture(new Selection.App(app.namespace, "app=web"), Filters.NONE);

    assertThat(capture.failures).isEmpty();
    assertThat(capture.files.keySet())
        .containsExactlyInAnyOrder(
            app.namespace + "/objects/configmaps/settings.json",
            app.namespace + "/objects/deployments.apps/web.json",
            app.namespace + "/objects/horizontalpodautoscalers.autoscaling/web.json",
            app.namespace + "/objects/ingresses.networking.k8s.io/web.json",
            app.namespace + "/objects/networkpolicies.networking.k8s.io/web.json",
            app.namespace + "/objects/poddisruptionbudgets.policy/web.json",
            app.namespace + "/objects/rolebindings.rbac.authorization.k8s.io/robot-reads.json",
            app.namespace + "/objects/roles.rbac.authorization.k8s.io/reader.json",
            app.namespace + "/objects/secrets/login.json",
            app.namespace + "/objects/serviceaccounts/robot.json",
            app.namespace + "/objects/services/web-fixed-port.json",
            app.namespace + "/objects/services/web-random-port.json",
            app.namespace + "/objects/services/web.json",
            cluster("clusterrolebindings.rbac.authorization.k8s.io/" + app.namespace + "-robot"),
            cluster("clusterroles.rbac.authorization.k8s.io/" + app.namespace + "-nodes"),
            cluster("ingressclasses.networking.k8s.io/" + app.namespace + "-class"),
            cluster("namespaces/" + app.namespace),
            cluster("priorityclasses.scheduling.k8s.io/" + app.namespace + "-high"));
  }

  @Test
  void aSingleObjectBringsWhatItNeedsAndNothingElse() throws IOException {
    ObjectRef gear = new ObjectRef(app.group, "widgets", app.namespace, "gear");
    ObjectRef ghost = new ObjectRef("", "configmaps", app.namespace, "ghost");
    Capture capture = capture(new Selection.Objects(List.of(gear, ghost)), Filters.NONE);

    assertThat(capture.files.keySet())
        .containsExactlyInAnyOrder(
            app.namespace + "/objects/widgets." + app.group + "/gear.json",
            cluster("namespaces/" + app.namespace),
            cluster("customresourcedefinitions.apiextensions.k8s.io/widgets." + app.group));
    assertThat(capture.failures).singleElement().asString().contains("ghost: there is no such");
  }

  private List<String> expectedFiles() {
    List<String> files = new ArrayList<>();
    Discovery discovery = cluster.discover();
    for (KubeObject object : app.objects()) {
      ApiResource kind = discovery.ofKind(object.apiVersion(), object.kind()).orElseThrow();
      if (!object.name().equals("scratch")) {
        files.add(ObjectPath.of(kind.ref(object.namespace(), object.name())));
      }
    }
    files.add(app.namespace + "/objects/configmaps/gear-child.json");
    return files;
  }

  private static String cluster(String path) {
    return "cluster/objects/" + path + ".json";
  }

  private static String verdict(Capture capture, String subject) {
    return capture
        .coverage
        .lines()
        .filter(line -> line.contains("\"subject\":\"" + subject + "\""))
        .findFirst()
        .orElseThrow();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Capture capture(Selection selection, Filters filters) throws IOException {
    return capture(cluster, selection, filters);
  }

  private Capture capture(Cluster from, Selection selection, Filters filters) throws IOException {
    try (Coverage coverage = new Coverage(folder)) {
      TreeMap<String, KubeObject> files = new TreeMap<>();
      List<String> order = new ArrayList<>();
      CapturedObjects captured =
          new ObjectCapture(from, folder, ProgressSink.NONE)
              .capture(
                  selection,
                  filters,
                  coverage,
                  (path, bytes) -> {
                    order.add(path);
                    files.put(path, parsed(bytes));
                  });
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      String digest = coverage.write(lines);
      return new Capture(
          captured,
          files,
          order,
          coverage.counts(),
          coverage.failures().stream().map(failure -> failure.line()).toList(),
          lines.toString(StandardCharsets.UTF_8),
          digest);
    }
  }

  private static KubeObject parsed(byte[] bytes) {
    try {
      return new KubeObject(Json.parse(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record Capture(
      CapturedObjects captured,
      TreeMap<String, KubeObject> files,
      List<String> order,
      Coverage.Counts counts,
      List<String> failures,
      String coverage,
      String digest) {}
}
