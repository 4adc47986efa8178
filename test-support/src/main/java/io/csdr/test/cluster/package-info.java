/// The Kubernetes cluster that tests run against.
///
/// A test class says `@ExtendWith(ClusterExtension.class)` and takes a [TestCluster] as a parameter.
/// `CSDR_TEST_CLUSTER` chooses where it comes from: `testbed` (the default: the checkout's own, started on
/// first use) or `kubeconfig` (`CSDR_TEST_KUBECONFIG`). A [SecondCluster] is that of
/// `CSDR_TEST_SECOND_KUBECONFIG`, else another testbed, started when the first test needs it.
@NullMarked
package io.csdr.test.cluster;

import org.jspecify.annotations.NullMarked;
