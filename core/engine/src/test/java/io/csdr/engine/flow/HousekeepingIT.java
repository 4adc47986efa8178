package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.catalog.Catalog;
import io.csdr.engine.catalog.SampleBackups;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.journal.ProcessMark;
import io.csdr.engine.journal.RunBody;
import io.csdr.engine.journal.RunJournal;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.model.Phase;
import io.csdr.model.ProgressEvent;
import io.csdr.model.Selection;
import io.csdr.model.VolumeMode;
import io.csdr.model.api.ResourceJson;
import io.csdr.model.request.BackupRequest;
import io.csdr.model.request.Filters;
import io.csdr.model.request.ImageSource;
import io.csdr.test.cluster.ClusterExtension;
import io.csdr.test.cluster.TestCluster;
import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunDraft;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
class HousekeepingIT {
  private static final String SECRET = "csdr-0123456789ab";

  @TempDir Path temporary;

  private final Vault vault = SampleBackups.vault();
  private final List<ProgressEvent> told = Collections.synchronizedList(new ArrayList<>());
  private final TestCluster test;
  private final String namespace;

  HousekeepingIT(TestCluster test) {
    this.test = test;
    this.namespace = test.namespace("house");
  }

  @AfterEach
  void close() {
    test.client().namespaces().withName(namespace).delete();
  }

  @Test
  void whatExpiredIsRemovedUnlessItsRunGoesOn() throws Exception {
    try (RunJournal journal = RunJournal.start(vault, "backup", "b", "uid", Map.of())) {
      leave(journal.id());

      removeExpired(test.config());
      assertThat(left()).isNotNull();

      journal.end(Phase.FAILED, "");
      removeExpired(test.config());
      assertThat(left()).isNull();
    }
  }

  @Test
  void whoMayNotRemoveWhatOthersLeftIsToldAndGoesOn() throws Exception {
    leave("fedcba9876543210");
    removeExpired(new ConfigBuilder(user("get", "list")).withNamespace(namespace).build());

    assertThat(left()).isNotNull();
    assertThat(told)
        .filteredOn(event -> event.toString().contains("cannot be removed"))
        .singleElement()
        .asString()
        .contains("fedcba9876543210");
  }

  @Test
  void theDeadPartsOfAMigrationAreEndedAndNothingElse() throws Exception {
    try (Cluster cluster = Cluster.connect(test.config())) {
      String uid = cluster.uid();
      Run round = dead("r1", Catalog.BACKUP, "move-1", uid);
      Run restore = dead("r2", RestoreFlow.RESTORE, "move-target", uid);
      Run other = dead("r3", Catalog.BACKUP, "move-daily", uid);
      Run kind = dead("r4", RestoreFlow.RESTORE, "move-2", uid);
      Run elsewhere = dead("r5", Catalog.BACKUP, "move-3", "elsewhere");
      leave(round.runId());
      try (RunJournal living = RunJournal.start(vault, Catalog.BACKUP, "move-4", uid, Map.of())) {
        new Housekeeping(site(cluster)).endParts("move", cluster, Phase.CANCELED, "canceled");

        assertThat(List.of(round, restore)).allMatch(run -> vault.outcome(run).isPresent());
        assertThat(List.of(other, kind, elsewhere, living.run()))
            .allMatch(run -> vault.outcome(run).isEmpty());
      }
      assertThat(left()).isNull();
    }
  }

  @Test
  void whoSeesOneNamespaceOnlyFindsWhatARunLeftThere() throws Exception {
    Config user = user("get", "list", "delete");
    try (Cluster cluster = Cluster.connect(user);
        Cluster admin = Cluster.connect(test.config())) {
      assertThat(cluster.uid()).isNotEmpty().isEqualTo(cluster.uid()).isNotEqualTo(admin.uid());
      BackupRequest request =
          new BackupRequest(
              "b",
              new Selection.Namespaces(List.of(namespace)),
              Filters.NONE,
              VolumeMode.NONE,
              null,
              1,
              Duration.ofHours(1),
              "balanced",
              new ImageSource("localhost/none:1", null));
      try (RunJournal journal =
          RunJournal.start(vault, Catalog.BACKUP, "b", cluster.uid(), request)) {
        leave(journal.id());

        new Housekeeping(site(cluster)).removeLeftovers(journal.run());
      }
      assertThat(left()).isNull();
    }
  }

  /// A run whose process is gone.
  private Run dead(String id, String kind, String name, String clusterUid) {
    ProcessMark own = ProcessMark.own();
    ProcessMark gone =
        new ProcessMark(
            own.boot(), own.pid(), own.started().minusSeconds(60), own.machine(), own.pids());
    RunBody body = new RunBody(gone, ResourceJson.tree(Map.of()), null);
    return vault.startRun(
        new RunDraft(id, name, kind, clusterUid, Duration.ofDays(1), ResourceJson.write(body)));
  }

  /// Somebody who may do this to secrets of the one namespace, and works in another.
  private Config user(String... verbs) {
    String name = "user-of-" + namespace;
    test.client()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("secrets")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withVerbs(verbs)
                .endRule()
                .build())
        .create();
    test.client()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("secrets")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "secrets")
                .addNewSubject("rbac.authorization.k8s.io", "User", name, null)
                .build())
        .create();
    return new ConfigBuilder(test.config())
        .withImpersonateUsername(name)
        .withNamespace("default")
        .build();
  }

  private Site site(Cluster cluster) {
    return new Site(cluster, vault, "test", temporary, told::add);
  }

  /// A secret that a run left behind and whose time is over.
  private void leave(String run) {
    test.client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(SECRET)
                .addToLabels(RunLabels.RUN, run)
                .addToLabels(RunLabels.ROLE, RunRole.PULL_SECRET.label())
                .addToLabels(RunLabels.MANAGED_BY, RunLabels.MANAGER)
                .addToAnnotations(RunLabels.EXPIRES, "2001-01-01T00:00:00Z")
                .endMetadata()
                .build())
        .create();
  }

  private void removeExpired(Config config) throws InterruptedException {
    try (Cluster cluster = Cluster.connect(config)) {
      new Housekeeping(site(cluster)).removeExpired();
    }
  }

  private @Nullable Secret left() {
    return test.client().secrets().inNamespace(namespace).withName(SECRET).get();
  }
}
