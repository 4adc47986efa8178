package io.csdr.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.Patch;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.ImageSource;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.Rewrites;
import io.csdr.test.cluster.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/// The application of `app.yaml` in a namespace of its own, and the moves that tests make with it.
public final class ExampleApp implements AutoCloseable {
  public static final WriteOptions OPTIONS = new WriteOptions("example", false);
  private static final Duration SOON = Duration.ofSeconds(60);

  public final String namespace;
  public final String group;
  public final String nodePort;
  private final Cluster cluster;
  private Discovery discovery;

  private ExampleApp(TestCluster test, Cluster cluster) {
    this.cluster = cluster;
    this.discovery = cluster.discover();
    this.namespace = test.name("app");
    this.group = test.name("g") + ".example.com";
    this.nodePort = Integer.toString(ThreadLocalRandom.current().nextInt(30100, 32700));
  }

  /// Creates everything.
  public static ExampleApp create(TestCluster test, Cluster cluster) {
    ExampleApp app = new ExampleApp(test, cluster);
    try {
      for (KubeObject object : app.objects()) {
        app.apply(object);
      }
      app.ownTheChild();
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
    return app;
  }

  /// What was asked for.
  public List<KubeObject> objects() {
    return Fixtures.all("app.yaml", Map.of("ns", namespace, "group", group, "port", nodePort));
  }

  /// The kind called `resource.group`.
  public ApiResource kind(String group, String resource) {
    return discovery.find(group, resource).orElseThrow();
  }

  /// The live object.
  public Optional<KubeObject> live(String group, String resource, String name) {
    return cluster.get(kind(group, resource), namespace, name);
  }

  /// A user who may read most things in the namespace and nothing else, but sees no Secrets.
  public String allowAllButSecrets() {
    String user = namespace + "-limited";
    for (KubeObject object :
        Fixtures.all("limited.yaml", Map.of("ns", namespace, "group", group, "user", user))) {
      apply(object);
    }
    return user;
  }

  /// A restore of everything, as the user would ask for it without any option.
  public static RestoreRequest restore(
      Map<String, String> namespaces, ExistingPolicy existing, RestoreScope scope) {
    return new RestoreRequest(
        "restore",
        "backup",
        scope,
        new Rewrites(namespaces, Map.of(), Map.of(), Map.of(), false, false, null),
        existing,
        false,
        4,
        Duration.ofSeconds(60),
        new ImageSource("none", null));
  }

  /// Every object of the application that a backup has, by what it is.
  public Map<String, KubeObject> snapshot() {
    Map<String, KubeObject> snapshot = new TreeMap<>();
    List<KubeObject> objects = new ArrayList<>(objects());
    objects.add(child());
    for (KubeObject object : objects) {
      ApiResource kind = discovery.ofKind(object.apiVersion(), object.kind()).orElseThrow();
      if (!object.name().equals("scratch")) {
        cluster
            .get(kind, object.namespace(), object.name())
            .ifPresent(live -> snapshot.put(object.kind() + " " + object.name(), live));
      }
    }
    return snapshot;
  }

  /// Waits until controllers have written what they write once.
  public void awaitStatus() {
    boolean seen =
        cluster
            .await(
                kind("apps", "deployments"),
                namespace,
                "web",
                SOON,
                web -> web != null && web.at("/status").has("observedGeneration"))
            .isPresent();
    if (!seen) {
      throw new IllegalStateException("no controller looks at Deployments");
    }
  }

  /// Removes a namespace that a test made of this one.
  public void remove(String copy) {
    ApiResource widgets = kind(group, "widgets");
    cluster
        .get(kind("", "namespaces"), null, copy)
        .ifPresent(ignored -> {
          dropFinalizers(widgets, copy);
          cluster.delete(kind("", "namespaces"), null, copy, null, OPTIONS);
        });
  }

  /// Removes the namespace and everything cluster-scoped of this application, and waits for it.
  public void delete() {
    Discovery now = cluster.discover();
    now.find(group, "widgets").ifPresent(kind -> dropFinalizers(kind, namespace));
    List<KubeObject> objects = objects();
    for (KubeObject object : objects) {
      if (object.namespace() == null) {
        discovery
            .ofKind(object.apiVersion(), object.kind())
            .ifPresent(kind -> cluster.delete(kind, null, object.name(), null, OPTIONS));
      }
    }
    for (KubeObject object : objects) {
      if (object.namespace() == null) {
        ApiResource kind = discovery.ofKind(object.apiVersion(), object.kind()).orElseThrow();
        if (cluster.await(kind, null, object.name(), SOON, seen -> seen == null).isEmpty()) {
          throw new IllegalStateException(object.name() + " does not go away");
        }
      }
    }
  }

  @Override
  public void close() {
    delete();
  }

  private void apply(KubeObject object) {
    ApiResource kind = discovery.ofKind(object.apiVersion(), object.kind()).orElseThrow();
    cluster.patch(
        kind,
        object.namespace(),
        object.name(),
        null,
        new Patch.Apply(object.json(), true),
        OPTIONS);
    if (object.kind().equals("CustomResourceDefinition")) {
      cluster.await(kind, null, object.name(), SOON, seen -> seen != null && established(seen));
      // Discovery lags behind the CRD's status.
      do {
        discovery = cluster.discover();
      } while (discovery.find(group, "widgets").isEmpty());
    }
  }

  /// A ConfigMap that belongs to the Widget, as an operator would make it.
  private void ownTheChild() {
    KubeObject gear = cluster.get(kind(group, "widgets"), namespace, "gear").orElseThrow();
    KubeObject child = child();
    ArrayNode owners = child.json().withObject("/metadata").putArray("ownerReferences");
    owners
        .addObject()
        .put("apiVersion", gear.apiVersion())
        .put("kind", "Widget")
        .put("name", "gear")
        .put("uid", gear.uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    cluster.create(kind("", "configmaps"), child, OPTIONS);
  }

  private KubeObject child() {
    return Fixtures.object(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: gear-child, namespace: "
            + namespace
            + "}, data: {k: v}}");
  }

  private void dropFinalizers(ApiResource widgets, String in) {
    cluster
        .get(widgets, in, "gear")
        .ifPresent(gear -> {
          var patch = Json.object();
          patch.putObject("metadata").putNull("finalizers");
          cluster.patch(widgets, in, "gear", null, new Patch.Merge(patch), OPTIONS);
        });
  }

  private static boolean established(KubeObject definition) {
    for (var condition : definition.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Established")
          && condition.path("status").asText().equals("True")) {
        return true;
      }
    }
    return false;
  }
}
