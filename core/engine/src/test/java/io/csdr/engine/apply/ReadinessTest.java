package io.csdr.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.Fixtures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: Deployment, metadata: {generation: 2}, spec: {replicas: 2}, status: {observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2}} | Ready",
        "{kind: Deployment, metadata: {generation: 2}, spec: {replicas: 0}, status: {observedGeneration: 2}} | Ready",
        "{kind: Deployment, metadata: {generation: 2}, spec: {replicas: 2}, status: {observedGeneration: 2, updatedReplicas: 2, availableReplicas: 1}} | NotYet",
        "{kind: Deployment, metadata: {generation: 2}, spec: {replicas: 2}, status: {observedGeneration: 1, updatedReplicas: 2, availableReplicas: 2}} | NotYet",
        "{kind: Deployment, metadata: {generation: 1}, spec: {replicas: 0}} | NotYet",
        "{kind: StatefulSet, spec: {replicas: 2}, status: {readyReplicas: 1}} | NotYet",
        "{kind: StatefulSet, spec: {replicas: 1}, status: {readyReplicas: 1}} | Ready",
        "{kind: DaemonSet, status: {desiredNumberScheduled: 3, numberReady: 2}} | NotYet",
        "{kind: DaemonSet, status: {desiredNumberScheduled: 3, numberReady: 3}} | Ready",
        "{kind: Job, status: {active: 1, ready: 0}} | NotYet",
        "{kind: Job, status: {active: 1, ready: 1}} | Ready",
        "{kind: Job, spec: {suspend: true}, status: {}} | Ready",
        "{kind: Job, status: {conditions: [{type: Failed, status: 'True'}]}} | Broken",
        "{kind: Job, status: {conditions: [{type: Complete, status: 'True'}]}} | Ready",
        "{kind: Pod, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}} | Ready",
        "{kind: Pod, status: {phase: Running, conditions: [{type: Ready, status: 'False'}]}} | NotYet",
        "{kind: Pod, status: {phase: Failed}} | Broken"
      })
  void workloadsAreJudgedByTheirStatus(String workload, String readiness) {
    assertThat(Readiness.of(Fixtures.object(workload)).getClass().getSimpleName())
        .isEqualTo(readiness);
  }
}
