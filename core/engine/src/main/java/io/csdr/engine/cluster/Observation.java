package io.csdr.engine.cluster;

import java.util.Optional;

/// What was seen of an object: its state, or that it does not exist.
public record Observation(Optional<KubeObject> object) {}
