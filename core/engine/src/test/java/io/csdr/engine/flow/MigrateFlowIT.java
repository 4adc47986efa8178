package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.engine.EngineException;
import io.csdr.engine.Fixtures;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.Patch;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.engine.journal.ProcessMark;
import io.csdr.engine.journal.RunBody;
import io.csdr.engine.journal.RunView;
import io.csdr.engine.rules.SwitchRule;
import io.csdr.engine.volume.run.Await;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import io.csdr.model.api.ResourceJson;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.Filters;
import io.csdr.model.request.ImageSource;
import io.csdr.model.request.MigrateRequest;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.Rewrites;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
class MigrateFlowIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Comes before the other one in every list.
  private static final String HELD = "a-held";

  private static final String FREE = "b-free";

  private static final String ADMISSION = "admissionregistration.k8s.io";
  private static final String POLICIES = "validatingadmissionpolicies";
  private static final String BINDINGS = "validatingadmissionpolicybindings";

  @TempDir Path temporary;

  private final Vault vault = SampleBackups.vault();
  private final List<ProgressEvent> told = Collections.synchronizedList(new ArrayList<>());
  private final Cluster source;
  private final String namespace;

  /// Who may not see kube-system is in another cluster, for all we know; and may not restore anything.
  private final Config elsewhere;

  MigrateFlowIT(TestCluster test) {
    this.source = Cluster.connect(test.config());
    this.namespace = test.namespace("again");
    this.elsewhere =
        new ConfigBuilder(test.config()).withImpersonateUsername("nobody-of-" + namespace).build();
  }

  @AfterEach
  void close() {
    for (String resource : List.of(POLICIES, BINDINGS)) {
      source.delete(kind(ADMISSION, resource), null, namespace, null, WriteOptions.CSDR);
    }
    source.delete(kind("", "namespaces"), null, namespace, null, WriteOptions.CSDR);
    source.close();
  }

  @Test
  void aSourceThatDoesNotStartAgainIsToldOfAndStartedByCancel() throws Exception {
    letTargetRead();
    deploy(HELD);
    deploy(FREE);
    hold(true);

    assertThatThrownBy(this::migrate)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.failure().type()).isEqualTo("SourceStopped");
              assertThat(e.failure().fix()).isEqualTo("start it with: kubectl csdr cancel move");
              assertThat(e)
                  .hasMessageContaining("deployments.apps " + namespace + "/" + HELD + ":")
                  .hasMessageNotContaining(FREE);
              Throwable first = Objects.requireNonNull(e.getCause());
              assertThat(first).hasMessageNotContaining(HELD);
              assertThat(e).hasMessageContaining(first.getMessage());
              assertThat(first.getSuppressed())
                  .anySatisfy(again -> assertThat(again).hasMessageContaining("held in this test"));
            });

    assertThat(told.toString())
        .contains("stopping the source", "may run beside the source")
        .doesNotContain("started again");
    assertThat(replicas(HELD)).isZero();
    assertThat(replicas(FREE)).isEqualTo(1);
    assertThat(unended()).hasSize(1);

    Run dead = died(unended().getFirst());
    assertThatThrownBy(() -> cancel(dead)).hasMessageContaining("/" + HELD + ":");
    assertThat(vault.outcome(dead)).isEmpty();

    hold(false);
    cancel(dead);
    assertThat(replicas(HELD)).isEqualTo(1);
    assertThat(get(HELD).annotations()).doesNotContainKey(SwitchRule.BEFORE);
    assertThat(RunView.of(vault, dead, InstantSource.system()).phase()).isEqualTo(Phase.CANCELED);
  }

  private void migrate() throws InterruptedException {
    try (Cluster target = Cluster.connect(elsewhere)) {
      new MigrateFlow(site(), target).run(request());
    }
  }

  private void cancel(Run run) throws InterruptedException {
    new CancelFlow(
            site(),
            context -> {
              assertThat(context).isEqualTo("elsewhere");
              return Cluster.connect(elsewhere);
            })
        .run(run.runId(), false);
  }

  private List<Run> unended() {
    return vault.runs().stream()
        .filter(run -> run.kind().equals(MigrateFlow.MIGRATE) && run.ended().isEmpty())
        .toList();
  }

  /// The same run as if its process, which is that of the test, were gone.
  private Run died(Run run) {
    ProcessMark own = ProcessMark.own();
    ProcessMark gone =
        new ProcessMark(
            own.boot(), own.pid(), own.started().minusSeconds(60), own.machine(), own.pids());
    RunBody body = new RunBody(gone, ResourceJson.tree(request()), null);
    return vault.startRun(
        new RunDraft(
            "0123456789abcdef",
            run.name(),
            run.kind(),
            run.clusterUid(),
            Duration.ofDays(1),
            ResourceJson.write(body)));
  }

  private MigrateRequest request() {
    ImageSource image = new ImageSource("localhost/none:1", null);
    return new MigrateRequest(
        "move",
        "elsewhere",
        List.of(namespace),
        1,
        true,
        new BackupRequest(
            "move",
            new Selection.Namespaces(List.of(namespace)),
            Filters.NONE,
            VolumeMode.NONE,
            null,
            1,
            Duration.ofHours(1),
            "balanced",
            image),
        new RestoreRequest(
            "move",
            "move",
            RestoreScope.ALL,
            Rewrites.NONE,
            ExistingPolicy.NONE,
            false,
            1,
            PATIENCE,
            image));
  }

  private Site site() {
    return new Site(source, vault, "test", temporary, this::hear);
  }

  private void hear(ProgressEvent event) {
    told.add(event);
    if (event.equals(new ProgressEvent.Step("restoring at the target"))) {
      throw new IllegalStateException("the target went away");
    }
  }

  /// Has the server refuse to start [#HELD], or no longer; returns when it does as is wanted.
  private void hold(boolean held) throws InterruptedException {
    for (String resource : List.of(POLICIES, BINDINGS)) {
      source.delete(kind(ADMISSION, resource), null, namespace, null, WriteOptions.CSDR);
    }
    if (held) {
      source.create(kind(ADMISSION, POLICIES), policy(), WriteOptions.CSDR);
      source.create(kind(ADMISSION, BINDINGS), binding(), WriteOptions.CSDR);
    }
    assertThat(Await.until(PATIENCE, () -> refusesToStart() == held)).isTrue();
  }

  private boolean refusesToStart() {
    try {
      KubeObject more = Fixtures.object("{spec: {replicas: " + (replicas(HELD) + 1) + "}}");
      source.patch(
          kind("apps", "deployments"),
          namespace,
          HELD,
          null,
          new Patch.Merge(more.json()),
          new WriteOptions("csdr", true));
      return false;
    } catch (ApiException e) {
      return e.detail().contains("held in this test");
    }
  }

  private KubeObject policy() {
    return Fixtures.object(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: %1$s}
        spec:
          matchConstraints:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
            resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [UPDATE], resources: [deployments]}]
          validations:
          - expression: "object.metadata.name != '%2$s' || object.spec.replicas <= oldObject.spec.replicas"
            message: held in this test
        """
            .formatted(namespace, HELD));
  }

  private KubeObject binding() {
    return Fixtures.object(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: %1$s}
        spec: {policyName: %1$s, validationActions: [Deny]}
        """
            .formatted(namespace));
  }

  /// Lets the target's user see what a restore looks at before it begins.
  private void letTargetRead() {
    String group = "rbac.authorization.k8s.io";
    source.create(
        kind(group, "roles"),
        Fixtures.object(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: read, namespace: %s}
            rules: [{apiGroups: ['*'], resources: ['*'], verbs: [get, list]}]
            """
                .formatted(namespace)),
        WriteOptions.CSDR);
    source.create(
        kind(group, "rolebindings"),
        Fixtures.object(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: read, namespace: %1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: nobody-of-%1$s}]
            """
                .formatted(namespace)),
        WriteOptions.CSDR);
  }

  private void deploy(String name) {
    source.create(
        kind("apps", "deployments"),
        Fixtures.object(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: "localhost/csdr-tools:1", command: [sleep, '3600']}]}
            """
                .formatted(name, namespace)),
        WriteOptions.CSDR);
  }

  private int replicas(String name) {
    return get(name).at("/spec/replicas").asInt(-1);
  }

  private KubeObject get(String name) {
    return source.get(kind("apps", "deployments"), namespace, name).orElseThrow();
  }

  private ApiResource kind(String group, String resource) {
    return source.discover().find(group, resource).orElseThrow();
  }
}
