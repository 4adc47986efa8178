package io.csdr.withstand;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.csdr.testing.s3.MinioServer;
import io.csdr.withstand.CsdrProgram.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The program with a vault in a bucket of a real minio.
@ExtendWith(ClusterExtension.class)
class BucketVaultIT {
  @RegisterExtension static final MinioServer MINIO = new MinioServer();

  private static final String BUCKET = "backups";

  @TempDir private Path home;

  private final TestCluster cluster;
  private Scene scene;

  BucketVaultIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  static void makeBucket() {
    MINIO.makeBucket(BUCKET);
  }

  @BeforeEach
  void enter() {
    Scene bare = Scene.of(cluster, home);
    CsdrProgram program =
        bare.csdr()
            .with("AWS_ACCESS_KEY_ID", MINIO.accessKey())
            .with("AWS_SECRET_ACCESS_KEY", MINIO.secret())
            .with("AWS_ENDPOINT_URL", MINIO.endpoint().toString());
    scene = new Scene(bare.cluster(), home, program, bare.kubectl());
  }

  @Test
  void aNamespaceGoesIntoTheBucketAndComesBack() throws IOException {
    String vault = "s3://" + BUCKET + "/teams/shop";
    String namespace = scene.cluster().namespace("bucket");
    scene
        .kubectl()
        .run("-n", namespace, "create", "configmap", "colours", "--from-literal=sky=blue");
    assertThat(scene.must("vault", "create", vault).out())
        .isEqualTo("vault/" + vault + " created\n");

    Result saved = scene.must("backup", "ns", namespace, "--name", "b", "--vault", vault);
    assertThat(saved.err()).doesNotContain("only copy");

    assertThat(scene.must("get", "backups", "--vault", vault).out()).contains("b ", "Completed");
    assertThat(scene.must("ls", vault + "/b:/" + namespace + "/objects/configmaps").out())
        .contains("colours.yaml");
    assertThat(
            scene
                .must("cat", vault + "/b:/" + namespace + "/objects/configmaps/colours.yaml")
                .out())
        .contains("sky: blue");
    scene.kubectl().run("-n", namespace, "delete", "configmap", "colours");
    scene.must("restore", vault + "/b");
    assertThat(scene.kubectl().run("-n", namespace, "get", "configmap", "colours", "-o", "yaml"))
        .contains("sky: blue");
    scene.must("delete", "b", "--yes", "--vault", vault);
    assertThat(scene.must("get", "backups", "--vault", vault).out()).doesNotContain("Completed");
    scene.kubectl().deleteNamespace(namespace);
  }

  @Test
  void theVariableNamesTheVaultToo() throws IOException {
    String vault = "s3://" + BUCKET + "/variable";
    CsdrProgram there = scene.csdr().with("CSDR_VAULT", vault);
    assertThat(there.run("vault", "create", vault).exit()).isZero();

    assertThat(there.run("get", "backups").exit()).isZero();
    Result listed = there.run("get", "vaults", "-o", "json");
    assertThat(listed.exit()).as(listed::toString).isZero();
    JsonNode place = new ObjectMapper().readTree(listed.out()).get("items").get(0);
    assertThat(place.at("/metadata/name").asText()).isEqualTo(vault);
    assertThat(place.at("/spec/provider").asText()).isEqualTo("s3");
    assertThat(place.at("/spec/objectStorage/bucket").asText()).isEqualTo(BUCKET);
    assertThat(place.at("/spec/objectStorage/prefix").asText()).isEqualTo("variable");
    assertThat(place.at("/status/vaultId").asText()).hasSize(32);
  }

  @Test
  void mistakesMakeNoVaultAndAreTold() {
    String typo = "s3://" + BUCKET + "/teams/shp";
    Scene.assertEnded(
        scene.csdr().run("get", "backups", "--vault", typo),
        1,
        "there is no vault '" + typo + "'",
        "kubectl csdr vault create " + typo);
    Scene.assertEnded(
        scene.csdr().run("backup", "ns", "default", "--vault", typo), 1, "there is no vault");
    Scene.assertEnded(
        scene.csdr().run("vault", "create", "s3://no-such-bucket"),
        1,
        "there is no bucket 'no-such-bucket'");
    Scene.assertEnded(
        scene.csdr().with("AWS_SECRET_ACCESS_KEY", "wrong").run("get", "backups", "--vault", typo),
        1,
        "SignatureDoesNotMatch",
        "check AWS_SECRET_ACCESS_KEY");
    Scene.assertEnded(
        scene.csdr().with("AWS_ACCESS_KEY_ID", "nobody").run("vault", "create", typo),
        1,
        "InvalidAccessKeyId",
        "check AWS_ACCESS_KEY_ID");
    Scene.assertEnded(
        scene.csdr().with("AWS_ENDPOINT_URL", "http://127.0.0.1:9").run("vault", "create", typo),
        1,
        "http://127.0.0.1:9 refuses the connection");
    assertThat(scene.csdr().keys()).doesNotExist();
  }

  @Test
  void aVaultIsMadeOnce() {
    String vault = "s3://" + BUCKET + "/twice";
    scene.must("vault", "create", vault);
    Scene.assertEnded(
        scene.csdr().run("vault", "create", vault), 1, vault + " is not empty", "choose another");
  }
}
