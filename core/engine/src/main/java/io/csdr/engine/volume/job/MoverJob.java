package io.csdr.engine.volume.job;

import io.csdr.engine.volume.job.MoverJobSpec.Duty;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.engine.volume.run.RunRole;
import io.csdr.engine.volume.run.RunScope;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeDeviceBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The template of a mover Job, a pure function of its spec. Attempts are made by the one who talks to
/// the mover, so the Job itself makes one.
public final class MoverJob {
  /// The container's name.
  public static final String CONTAINER = "mover";

  /// Seconds after which a finished Job that nobody removed goes by itself.
  private static final int TTL_SECONDS = 600;

  /// Seconds that a mover gets to stop; short, because an application may be waiting for its volume, and
  /// not 0, because that would take the pod away before its volume is unmounted.
  static final int GRACE_SECONDS = 2;

  private static final String VOLUME = "volume";
  private static final String SCRATCH = "tmp";

  private MoverJob() {}

  /// The Job for `spec`, as part of the run `scope`.
  public static Job of(RunScope scope, MoverJobSpec spec) {
    Map<String, String> labels = scope.labels(RunRole.MOVER);
    return new JobBuilder()
        .withMetadata(scope.meta(spec.namespace(), spec.name(), RunRole.MOVER))
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(spec.deadline().toSeconds())
        .withTtlSecondsAfterFinished(TTL_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(Map.of(RunLabels.EXPIRES, scope.expires().toString()))
        .endMetadata()
        .withSpec(pod(spec))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static PodSpec pod(MoverJobSpec spec) {
    PodSpecBuilder pod =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withTerminationGracePeriodSeconds((long) GRACE_SECONDS)
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withNodeSelector(nodeSelector(spec))
            .withAffinity(affinity(spec.placement()))
            .withTolerations(spec.placement().tolerations())
            .withContainers(container(spec))
            .withNewSecurityContext()
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .addNewVolume()
            .withName(VOLUME)
            .withNewPersistentVolumeClaim()
            .withClaimName(spec.claim())
            .endPersistentVolumeClaim()
            .endVolume()
            .addNewVolume()
            .withName(SCRATCH)
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("256Mi"))
            .endEmptyDir()
            .endVolume();
    if (spec.image().pullSecret() != null) {
      pod.withImagePullSecrets(new LocalObjectReference(spec.image().pullSecret()));
    }
    return pod.build();
  }

  /// Only the runtime mounts read-only: a driver asked for it might mount the file system a second time
  /// with other flags than its user has, and fail.
  private static Container container(MoverJobSpec spec) {
    ContainerBuilder container =
        new ContainerBuilder()
            .withName(CONTAINER)
            .withImage(spec.image().reference())
            .withImagePullPolicy("IfNotPresent")
            .withArgs(spec.arguments())
            .withSecurityContext(rights(spec.duty()))
            .withNewResources()
            .withRequests(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("256Mi")))
            .withLimits(Map.of("cpu", new Quantity("2"), "memory", new Quantity("1Gi")))
            .endResources()
            .addToVolumeMounts(
                new VolumeMountBuilder().withName(SCRATCH).withMountPath("/tmp").build());
    if (spec.block()) {
      container.addToVolumeDevices(
          new VolumeDeviceBuilder().withName(VOLUME).withDevicePath(spec.path()).build());
    } else {
      container.addToVolumeMounts(
          new VolumeMountBuilder()
              .withName(VOLUME)
              .withMountPath(spec.path())
              .withReadOnly(spec.duty().reads())
              .build());
    }
    return container.build();
  }

  private static SecurityContext rights(Duty duty) {
    List<String> capabilities =
        switch (duty) {
          case SAVE -> List.of("DAC_READ_SEARCH");
          case SAVE_UNDER_BASELINE -> List.of("DAC_OVERRIDE");
          case FILL -> List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "MKNOD", "SETFCAP");
        };
    return new SecurityContextBuilder()
        .withRunAsUser(0L)
        .withRunAsGroup(0L)
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .withAdd(capabilities)
        .endCapabilities()
        .build();
  }

  private static Map<String, String> nodeSelector(MoverJobSpec spec) {
    Map<String, String> selector = new LinkedHashMap<>(spec.placement().nodeSelector());
    selector.put("kubernetes.io/os", "linux");
    if (spec.image().architecture() != null) {
      selector.put("kubernetes.io/arch", spec.image().architecture());
    }
    return selector;
  }

  private static Affinity affinity(Placement placement) {
    NodeAffinityBuilder nodes =
        placement.affinity() == null
            ? new NodeAffinityBuilder()
            : new NodeAffinityBuilder(placement.affinity());
    if (placement.node() != null) {
      require(nodes, nameIs("In", placement.node()));
    }
    if (placement.avoid() != null) {
      nodes
          .addNewPreferredDuringSchedulingIgnoredDuringExecution()
          .withWeight(100)
          .withNewPreference()
          .withMatchFields(nameIs("NotIn", placement.avoid()))
          .endPreference()
          .endPreferredDuringSchedulingIgnoredDuringExecution();
    }
    return new AffinityBuilder().withNodeAffinity(nodes.build()).build();
  }

  /// Terms are alternatives, so the requirement goes into each.
  private static void require(NodeAffinityBuilder nodes, NodeSelectorRequirement requirement) {
    NodeAffinity before = nodes.build();
    List<NodeSelectorTerm> terms = new ArrayList<>();
    if (before.getRequiredDuringSchedulingIgnoredDuringExecution() != null) {
      for (NodeSelectorTerm term :
          before.getRequiredDuringSchedulingIgnoredDuringExecution().getNodeSelectorTerms()) {
        terms.add(new NodeSelectorTermBuilder(term).addToMatchFields(requirement).build());
      }
    }
    if (terms.isEmpty()) {
      terms.add(new NodeSelectorTermBuilder().withMatchFields(requirement).build());
    }
    nodes
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .withNodeSelectorTerms(terms)
        .endRequiredDuringSchedulingIgnoredDuringExecution();
  }

  private static NodeSelectorRequirement nameIs(String operator, String node) {
    return new NodeSelectorRequirementBuilder()
        .withKey("metadata.name")
        .withOperator(operator)
        .withValues(node)
        .build();
  }
}
