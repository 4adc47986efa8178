/// The Kubernetes API as the engine needs it: raw JSON in and out, discovery, streamed lists, retries.
///
/// Start with [Cluster]. Nulls, client exceptions and HTTP end in this package: callers see
/// [KubeObject]s, empty optionals for what does not exist, and [ApiException] for everything else.
@NullMarked
package io.csdr.engine.cluster;

import org.jspecify.annotations.NullMarked;
