package io.csdr.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.model.request.Rewrites;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceRuleTest {
  private static final String ALLOCATED =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, annotations: {%s}, managedFields: [%s]}
      spec:
        clusterIP: 10.96.0.7
        clusterIPs: [10.96.0.7]
        healthCheckNodePort: 31999
        ports:
          - {name: http, port: 80, protocol: TCP, nodePort: 30080}
          - {name: https, port: 443, protocol: TCP, nodePort: 30443}
      """;

  @Test
  void allocatedAddressesAndPortsAreDropped() {
    KubeObject service = Rewritten.by(new ServiceRule(), ALLOCATED.formatted("", ""));

    assertThat(service.at("/spec"))
        .isEqualTo(
            Fixtures.object(
                    "{spec: {ports: [{name: http, port: 80, protocol: TCP}, {name: https, port: 443, protocol: TCP}]}}")
                .at("/spec"));
  }

  @Test
  void aHeadlessServiceStaysHeadless() {
    KubeObject service =
        Rewritten.by(
            new ServiceRule(),
            "{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {clusterIP: None, clusterIPs: [None]}}");

    assertThat(service.text("/spec/clusterIP")).isEqualTo("None");
    assertThat(service.text("/spec/clusterIPs/0")).isEqualTo("None");
  }

  @Test
  void portsOfTheLastAppliedConfigurationStay() {
    String last =
        "kubectl.kubernetes.io/last-applied-configuration: '{\"spec\":{\"ports\":[{\"name\":\"http\",\"port\":80,\"nodePort\":30080}]}}'";
    KubeObject service = Rewritten.by(new ServiceRule(), ALLOCATED.formatted(last, ""));

    assertThat(service.at("/spec/ports/0/nodePort").asInt()).isEqualTo(30080);
    assertThat(service.at("/spec/ports/1").has("nodePort")).isFalse();
    assertThat(service.at("/spec").has("healthCheckNodePort")).isFalse();
  }

  @Test
  void portsThatAManagerOwnsStay() {
    String fields =
        "{manager: someone, operation: Apply, fieldsV1: {'f:spec': {'f:healthCheckNodePort': {}, 'f:ports': {'k:{\"port\":443,\"protocol\":\"TCP\"}': {'f:nodePort': {}}, 'k:{\"port\":80,\"protocol\":\"TCP\"}': {'f:port': {}}}}}}";
    KubeObject service = Rewritten.by(new ServiceRule(), ALLOCATED.formatted("", fields));

    assertThat(service.at("/spec/ports/0").has("nodePort")).isFalse();
    assertThat(service.at("/spec/ports/1/nodePort").asInt()).isEqualTo(30443);
    assertThat(service.at("/spec/healthCheckNodePort").asInt()).isEqualTo(31999);
  }

  @Test
  void everyPortStaysWhenAskedFor() {
    RewriteContext keep =
        new RewriteContext(
            new Rewrites(Map.of(), Map.of(), Map.of(), Map.of(), true, false, null), Set.of());
    KubeObject service = Rewritten.by(new ServiceRule(), ALLOCATED.formatted("", ""), keep);

    assertThat(service.at("/spec/ports/0/nodePort").asInt()).isEqualTo(30080);
    assertThat(service.at("/spec").has("clusterIP")).isFalse();
  }

  @Test
  void anAnnotationThatIsNoJsonRemembersNothing() {
    String last = "kubectl.kubernetes.io/last-applied-configuration: '{nonsense'";
    KubeObject service = Rewritten.by(new ServiceRule(), ALLOCATED.formatted(last, ""));

    assertThat(service.at("/spec/ports/0").has("nodePort")).isFalse();
  }
}
