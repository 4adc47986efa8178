package io.csdr.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One cluster, as the engine talks to it. Safe for many threads.
///
/// Methods throw [ApiException] when the server refuses or cannot be reached, and
/// [java.util.concurrent.CancellationException] when the calling thread is interrupted.
public final class Cluster implements AutoCloseable {
  private final KubernetesClient client;
  private final ApiConnection connection;

  /// Uses a client that somebody else made; closing this closes it.
  public Cluster(KubernetesClient client) {
    this.client = client;
    this.connection = new ApiConnection(client);
  }

  /// Connects with a kubeconfig's settings; repeats are this package's business, not the client's.
  public static Cluster connect(Config config) {
    Config calm = new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build();
    return new Cluster(
        new KubernetesClientBuilder()
            .withConfig(calm)
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build());
  }

  /// The client beneath, for exec, logs and port-forward.
  public KubernetesClient client() {
    return client;
  }

  /// What the server serves, asked for anew.
  public Discovery discover() {
    return new DiscoveryReader(connection).read();
  }

  /// The server's version, such as `v1.34.4`.
  public String version() {
    return object(ApiCall.get("get", "/version")).path("gitVersion").asText("unknown");
  }

  /// The uid of namespace `kube-system`, which names a cluster for as long as it lives; for who may not see
  /// that, one made of the API server's address and its certificate authority.
  public String uid() {
    try {
      return new KubeObject(object(ApiCall.get("get", "/api/v1/namespaces/kube-system"))).uid();
    } catch (ApiException e) {
      if (e.reason() == ApiException.Reason.FORBIDDEN) {
        return ServerId.of(client.getConfiguration());
      }
      throw e;
    }
  }

  /// Passes on every object that matches, one at a time and in the server's order (by namespace and
  /// name), and returns how many there were. When a list outlives its snapshot (410), it starts again
  /// after the last object passed on, so nothing is passed on twice.
  public long list(ListQuery query, Consumer<KubeObject> to) {
    return new PagedList(connection, query).read(to);
  }

  /// The object, or empty where there is none.
  public Optional<KubeObject> get(ApiResource resource, @Nullable String namespace, String name) {
    try {
      return Optional.of(
          new KubeObject(object(ApiCall.get("get", resource.path(namespace, name)))));
    } catch (ApiException e) {
      if (e.reason() == ApiException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Creates the object in the namespace that its metadata names.
  public KubeObject create(ApiResource resource, KubeObject object, WriteOptions options) {
    ApiCall call =
        ApiCall.send(
            "create", "POST", resource.path(object.namespace()), ApiCall.JSON, object.json());
    return new KubeObject(object(options.on(call)));
  }

  /// Replaces the object; its resource version, where set, is a precondition.
  public KubeObject update(ApiResource resource, KubeObject object, WriteOptions options) {
    String path = resource.path(object.namespace(), object.name());
    ApiCall call = ApiCall.send("update", "PUT", path, ApiCall.JSON, object.json());
    return new KubeObject(object(options.on(call)));
  }

  /// Changes the object by a patch of one of three kinds; `subresource` such as `status` may be null.
  public KubeObject patch(
      ApiResource resource,
      @Nullable String namespace,
      String name,
      @Nullable String subresource,
      Patch patch,
      WriteOptions options) {
    String path = resource.path(namespace, name);
    if (subresource != null) {
      path += "/" + Segment.encode(subresource);
    }
    ApiCall call = ApiCall.send("patch", "PATCH", path, patch.mediaType(), patch.body());
    if (patch instanceof Patch.Apply apply) {
      call = call.with("force", Boolean.toString(apply.force()));
    }
    return new KubeObject(object(options.on(call)));
  }

  /// Deletes the object if it still has this uid (null: whatever uid), its dependents in the background;
  /// returns false where it was gone already.
  public boolean delete(
      ApiResource resource,
      @Nullable String namespace,
      String name,
      @Nullable String uid,
      WriteOptions options) {
    ObjectNode body = Json.object();
    body.put("apiVersion", "v1").put("kind", "DeleteOptions");
    body.put("propagationPolicy", "Background");
    if (uid != null) {
      body.putObject("preconditions").put("uid", uid);
    }
    if (options.dryRun()) {
      body.putArray("dryRun").add("All");
    }
    String path = resource.path(namespace, name);
    try {
      connection.bytes(ApiCall.send("delete", "DELETE", path, ApiCall.JSON, body));
      return true;
    } catch (ApiException e) {
      if (e.reason() == ApiException.Reason.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /// Watches one object until `done` accepts its state (null when it does not exist) and returns that
  /// state; empty when time is up first.
  public Optional<Observation> await(
      ApiResource resource,
      @Nullable String namespace,
      String name,
      Duration timeout,
      Predicate<@Nullable KubeObject> done) {
    return new ObjectWatch(connection, resource, namespace, name).until(timeout, done);
  }

  /// Whether the caller may do `verb` to this kind; `namespace` null means everywhere.
  public boolean may(String verb, ApiResource resource, @Nullable String namespace) {
    ObjectNode review = Json.object();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
    ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
    attributes.put("verb", verb).put("group", resource.group());
    attributes.put("resource", resource.resource());
    if (namespace != null) {
      attributes.put("namespace", namespace);
    }
    String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    JsonNode answer = object(ApiCall.send("create", "POST", path, ApiCall.JSON, review));
    return answer.path("status").path("allowed").asBoolean(false);
  }

  @Override
  public void close() {
    client.close();
  }

  private ObjectNode object(ApiCall call) {
    try {
      return Json.parse(connection.bytes(call));
    } catch (IOException e) {
      throw connection.broken(call, e);
    }
  }
}
