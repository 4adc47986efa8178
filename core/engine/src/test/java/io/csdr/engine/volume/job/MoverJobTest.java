package io.csdr.engine.volume.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.volume.job.MoverJobSpec.Duty;
import io.csdr.engine.volume.run.RunScope;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MoverJobTest {
  private static final RunScope SCOPE =
      RunScope.ofClient("r1", Instant.parse("2026-11-22T00:00:00Z"));

  @Test
  void theJobMakesOneAttemptAndEndsByItself() {
    Job job = MoverJob.of(SCOPE, spec(Duty.SAVE, false, Placement.ANYWHERE));

    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(3600);
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isPositive();
    assertThat(job.getMetadata().getLabels())
        .isEqualTo(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("csdr.alibabacloud.com/run", "r1");
    assertThat(job.getMetadata().getAnnotations()).containsKey("csdr.alibabacloud.com/expires");
  }

  @Test
  void aMoverHasNoTokenNoEnvironmentAndNoWayToGainRights() {
    PodSpec pod = pod(Duty.SAVE, false, Placement.ANYWHERE);
    Container container = pod.getContainers().getFirst();

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getEnv()).isEmpty();
    assertThat(container.getEnvFrom()).isEmpty();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getPrivileged()).isNull();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void capabilitiesAreThoseOfTheDuty() {
    assertThat(capabilities(Duty.SAVE)).containsExactly("DAC_READ_SEARCH");
    assertThat(capabilities(Duty.SAVE_UNDER_BASELINE)).containsExactly("DAC_OVERRIDE");
    assertThat(capabilities(Duty.FILL))
        .containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "MKNOD", "SETFCAP");
  }

  @Test
  void requestsAndLimitsAreSetForEveryQuota() {
    Container container = pod(Duty.FILL, false, Placement.ANYWHERE).getContainers().getFirst();

    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
    assertThat(container.getResources().getRequests().get("memory"))
        .isEqualTo(new Quantity("256Mi"));
  }

  @Test
  void aSavedVolumeIsMountedReadOnlyAndAFilledOneIsNot() {
    assertThat(mount(Duty.SAVE)).isTrue();
    assertThat(mount(Duty.SAVE_UNDER_BASELINE)).isTrue();
    assertThat(mount(Duty.FILL)).isFalse();
  }

  @Test
  void aBlockVolumeIsADevice() {
    Container container = pod(Duty.SAVE, true, Placement.ANYWHERE).getContainers().getFirst();

    assertThat(container.getVolumeDevices())
        .singleElement()
        .satisfies(device -> assertThat(device.getDevicePath()).isEqualTo("/dev/csdr-volume"));
    assertThat(container.getVolumeMounts())
        .extracting(mount -> mount.getMountPath())
        .containsExactly("/tmp");
  }

  @Test
  void theImageIsPulledOnlyWhenMissingAndWithItsSecret() {
    PodSpec pod = pod(Duty.SAVE, false, Placement.ANYWHERE);

    assertThat(pod.getContainers().getFirst().getImage()).isEqualTo("localhost/csdr:1");
    assertThat(pod.getContainers().getFirst().getImagePullPolicy()).isEqualTo("IfNotPresent");
    assertThat(pod.getImagePullSecrets()).extracting(s -> s.getName()).containsExactly("pull");
    assertThat(pod.getNodeSelector())
        .isEqualTo(Map.of("kubernetes.io/os", "linux", "kubernetes.io/arch", "amd64"));
  }

  @Test
  void aLiveCopyRunsOnItsNodeWhateverTaintsThatHas() {
    Taint taint = new TaintBuilder().withKey("db").withValue("x").withEffect("NoSchedule").build();

    PodSpec pod = pod(Duty.SAVE, false, Placement.on("n1", List.of(taint)));

    assertThat(required(pod))
        .singleElement()
        .satisfies(term -> {
          assertThat(term.getMatchFields().getFirst().getKey()).isEqualTo("metadata.name");
          assertThat(term.getMatchFields().getFirst().getValues()).containsExactly("n1");
        });
    assertThat(pod.getTolerations())
        .extracting(Toleration::getKey, Toleration::getOperator, Toleration::getEffect)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("db", "Exists", "NoSchedule"));
  }

  @Test
  void aFillingRunsWhereItsConsumerWould() {
    PodSpec consumer =
        new PodSpecBuilder()
            .withNodeSelector(Map.of("disk", "ssd"))
            .addNewToleration()
            .withKey("db")
            .endToleration()
            .withNewAffinity()
            .withNewNodeAffinity()
            .withNewRequiredDuringSchedulingIgnoredDuringExecution()
            .addNewNodeSelectorTerm()
            .addNewMatchExpression()
            .withKey("zone")
            .withOperator("In")
            .withValues("z1")
            .endMatchExpression()
            .endNodeSelectorTerm()
            .addNewNodeSelectorTerm()
            .addNewMatchExpression()
            .withKey("zone")
            .withOperator("In")
            .withValues("z2")
            .endMatchExpression()
            .endNodeSelectorTerm()
            .endRequiredDuringSchedulingIgnoredDuringExecution()
            .endNodeAffinity()
            .withNewPodAntiAffinity()
            .endPodAntiAffinity()
            .endAffinity()
            .build();

    PodSpec pod = pod(Duty.FILL, false, Placement.like(consumer).avoiding("n2"));

    assertThat(pod.getNodeSelector()).containsEntry("disk", "ssd");
    assertThat(pod.getTolerations()).isEqualTo(consumer.getTolerations());
    assertThat(required(pod))
        .isEqualTo(
            consumer
                .getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms());
    assertThat(pod.getAffinity().getPodAntiAffinity()).isNull();
    assertThat(
            pod.getAffinity()
                .getNodeAffinity()
                .getPreferredDuringSchedulingIgnoredDuringExecution())
        .singleElement()
        .satisfies(term ->
            assertThat(term.getPreference().getMatchFields().getFirst().getOperator())
                .isEqualTo("NotIn"));
  }

  private static List<NodeSelectorTerm> required(PodSpec pod) {
    return pod.getAffinity()
        .getNodeAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getNodeSelectorTerms();
  }

  private static List<String> capabilities(Duty duty) {
    return pod(duty, false, Placement.ANYWHERE)
        .getContainers()
        .getFirst()
        .getSecurityContext()
        .getCapabilities()
        .getAdd();
  }

  private static boolean mount(Duty duty) {
    return pod(duty, false, Placement.ANYWHERE)
        .getContainers()
        .getFirst()
        .getVolumeMounts()
        .stream()
        .filter(mount -> mount.getMountPath().equals("/volume"))
        .allMatch(mount -> Boolean.TRUE.equals(mount.getReadOnly()));
  }

  private static PodSpec pod(Duty duty, boolean block, Placement placement) {
    return MoverJob.of(SCOPE, spec(duty, block, placement)).getSpec().getTemplate().getSpec();
  }

  private static MoverJobSpec spec(Duty duty, boolean block, Placement placement) {
    return new MoverJobSpec(
        "csdr-run-r1",
        "csdr-0123456789ab",
        "csdr-ba9876543210",
        block,
        duty,
        placement,
        new MoverImage("localhost/csdr:1", "pull", "amd64"),
        List.of("r1", "key"),
        Duration.ofHours(1),
        "persistentvolumeclaims shop/data");
  }
}
