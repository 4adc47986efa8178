package io.csdr.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.Json;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.Patch;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.test.cluster.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The application of `app.yaml` in a namespace of its own, and the moves that tests make with it.
public final class ExampleApp implements AutoCloseable {
  public static final WriteOptions OPTIONS = new WriteOptions("example", false);
  private static final Duration SOON = Duration.ofSeconds(60);

  public final String namespace;
  public final String group;
  public final String nodePort;
  private final Cluster cluster;

  private ExampleApp(TestCluster test, Cluster cluster) {
    this.cluster = cluster;
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

  /// The kind called `resource.group` as the cluster serves it now.
  public ApiResource kind(String group, String resource) {
    return cluster.discover().find(group, resource).orElseThrow();
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

  /// Removes the namespace and everything cluster-scoped of this application, and waits for it.
  public void delete() {
    Discovery discovery = cluster.discover();
    discovery.find(group, "widgets").ifPresent(this::dropFinalizers);
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
    ApiResource kind = cluster.discover().ofKind(object.apiVersion(), object.kind()).orElseThrow();
    cluster.patch(
        kind,
        object.namespace(),
        object.name(),
        null,
        new Patch.Apply(object.json(), true),
        OPTIONS);
    if (object.kind().equals("CustomResourceDefinition")) {
      cluster.await(kind, null, object.name(), SOON, seen -> seen != null && established(seen));
    }
  }

  /// A ConfigMap that belongs to the Widget, as an operator would make it.
  private void ownTheChild() {
    KubeObject gear = cluster.get(kind(group, "widgets"), namespace, "gear").orElseThrow();
    KubeObject child =
        Fixtures.object(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: gear-child, namespace: "
                + namespace
                + "}, data: {k: v}}");
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

  private void dropFinalizers(ApiResource widgets) {
    cluster
        .get(widgets, namespace, "gear")
        .ifPresent(gear -> {
          var patch = Json.object();
          patch.putObject("metadata").putNull("finalizers");
          cluster.patch(widgets, namespace, "gear", null, new Patch.Merge(patch), OPTIONS);
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
