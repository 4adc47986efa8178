package io.csdr.engine.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.doctor.Finding.Grade;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.model.request.ImageSource;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterExtension.class)
class ClusterDoctorIT {
  private static final ImageSource IMAGE = new ImageSource("localhost/no-such-image:1", null);

  @Test
  void anAdministratorMayDoEverything(TestCluster test) {
    List<Finding> findings = examine(test.config());

    for (String check :
        List.of("cluster", "read objects", "restore objects", "move volumes", "port-forward")) {
      assertThat(of(findings, check).grade()).as(check).isEqualTo(Grade.OK);
    }
  }

  @Test
  void missingRightsAreNamedWithVerbAndKind(TestCluster test) {
    Config nobody =
        new ConfigBuilder(test.config()).withImpersonateUsername("nobody-at-all").build();

    List<Finding> findings = examine(nobody);

    assertThat(of(findings, "cluster").grade()).isEqualTo(Grade.OK);
    assertThat(of(findings, "read objects").grade()).isEqualTo(Grade.WARN);

    List<Finding> rights;
    try (Cluster cluster = Cluster.connect(nobody)) {
      rights = new RightsCheck(cluster.client()).findings();
    }
    assertThat(of(rights, "read objects").text()).contains("get, list secrets");
    assertThat(of(rights, "port-forward").text()).contains("create pods/portforward");
    assertThat(rights).allMatch(finding -> finding.grade() == Grade.WARN);
  }

  @Test
  void whatARunLeftIsNamedWithTheWayToEndIt(TestCluster test) {
    String namespace = test.namespace("doctor");
    Secret left =
        new SecretBuilder()
            .withNewMetadata()
            .withName("csdr-0123456789ab")
            .withNamespace(namespace)
            .addToLabels(RunLabels.RUN, "0123456789abcdef")
            .addToLabels(RunLabels.ROLE, RunRole.PULL_SECRET.label())
            .addToLabels(RunLabels.MANAGED_BY, RunLabels.MANAGER)
            .addToAnnotations(RunLabels.EXPIRES, "2999-01-01T00:00:00Z")
            .endMetadata()
            .build();
    test.client().resource(left).create();

    List<Finding> findings = examine(test.config());

    assertThat(findings)
        .filteredOn(finding -> finding.text().contains("0123456789abcdef"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.grade()).isEqualTo(Grade.WARN);
          assertThat(finding.text()).contains("1 objects").contains("2999-01-01");
          assertThat(finding.fix()).endsWith("kubectl csdr cancel 0123456789abcdef");
        });
    test.client().namespaces().withName(namespace).delete();
  }

  @Test
  void aServerThatDoesNotAnswerEndsTheExamination(TestCluster test) {
    Config wrong = new ConfigBuilder(test.config()).withMasterUrl("https://127.0.0.1:9").build();

    assertThat(examine(wrong))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.grade()).isEqualTo(Grade.FAIL);
          assertThat(finding.fix()).contains("check the context");
        });
  }

  private static List<Finding> examine(Config config) {
    try (Cluster cluster = Cluster.connect(config)) {
      return new ClusterDoctor(cluster, IMAGE).examine();
    }
  }

  private static Finding of(List<Finding> findings, String check) {
    return findings.stream().filter(it -> it.check().equals(check)).findFirst().orElseThrow();
  }
}
