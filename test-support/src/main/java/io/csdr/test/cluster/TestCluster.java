package io.csdr.test.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/// The cluster of this test run, shared by all its tests: whatever a test makes has a random name, so
/// that many runs can use one cluster at once.
public final class TestCluster implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String DEFAULT_CLASS = "csdr-immediate";
  private static final String DEFAULT_SNAPSHOT_CLASS = "csdr-snap";

  private final Path kubeconfig;
  private final Map<String, String> environment;
  private final KubernetesClient client;
  private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);

  TestCluster(Path kubeconfig, Map<String, String> environment) {
    this.kubeconfig = kubeconfig;
    this.environment = environment;
    this.client = new KubernetesClientBuilder().withConfig(config()).build();
    probe();
  }

  /// Where the kubeconfig is, for `kubectl` and the plugin.
  public Path kubeconfig() {
    return kubeconfig;
  }

  /// A fresh client configuration.
  public Config config() {
    return Config.fromKubeconfig(kubeconfig.toFile());
  }

  /// A client with the rights of the kubeconfig's user; the cluster closes it.
  public KubernetesClient client() {
    return client;
  }

  /// What this cluster can do.
  public Set<Capability> capabilities() {
    return Set.copyOf(capabilities);
  }

  /// The StorageClass to use: `CSDR_TEST_STORAGE_CLASS` or the testbed's.
  public String storageClass() {
    return environment.getOrDefault("CSDR_TEST_STORAGE_CLASS", DEFAULT_CLASS);
  }

  /// The VolumeSnapshotClass to use: `CSDR_TEST_SNAPSHOT_CLASS` or the testbed's.
  public String snapshotClass() {
    return environment.getOrDefault("CSDR_TEST_SNAPSHOT_CLASS", DEFAULT_SNAPSHOT_CLASS);
  }

  /// A name that nobody else uses, such as `shop-3f9a01c2`.
  public String name(String prefix) {
    byte[] random = new byte[4];
    RANDOM.nextBytes(random);
    return prefix + "-" + HexFormat.of().formatHex(random);
  }

  /// Creates a namespace with a name of its own.
  public String namespace(String prefix) {
    String name = name(prefix);
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /// The switch of its API server; only with [Capability#OUTAGES].
  public ApiServerSwitch apiServer() {
    return new ApiServerSwitch(ClusterSource.checkout(), kubeconfig);
  }

  @Override
  public void close() {
    client.close();
  }

  private void probe() {
    client.namespaces().withName("kube-system").get();
    capabilities.add(Capability.CLUSTER);
    boolean ready =
        client.nodes().list().getItems().stream()
            .flatMap(node -> node.getStatus().getConditions().stream())
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    if (ready) {
      capabilities.add(Capability.NODE);
    }
    if (client.storage().v1().storageClasses().withName(storageClass()).get() != null) {
      capabilities.add(Capability.STORAGE);
    }
    if (ClusterSource.isTestbed(environment)) {
      capabilities.add(Capability.OUTAGES);
    }
    boolean snapshots =
        client
            .genericKubernetesResources("snapshot.storage.k8s.io/v1", "VolumeSnapshotClass")
            .list()
            .getItems()
            .stream()
            .anyMatch(c -> c.getMetadata().getName().equals(snapshotClass()));
    if (snapshots) {
      capabilities.add(Capability.SNAPSHOTS);
    }
  }
}
