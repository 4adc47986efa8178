package io.csdr.engine.volume.leftover;

import io.csdr.engine.volume.run.RunRole;
import io.csdr.model.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One object that a run created. `expires` is null where it says nothing that can be read, and then it
/// never expires.
public record Leftover(ObjectRef object, String run, RunRole role, @Nullable Instant expires) {}
