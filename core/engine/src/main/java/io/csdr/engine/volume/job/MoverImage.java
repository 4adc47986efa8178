package io.csdr.engine.volume.job;

import org.jspecify.annotations.Nullable;

/// The image of movers. `pullSecret` names a Secret in the mover's namespace; `architecture` is that of a
/// single-platform image (`amd64`) and null where any node will do.
public record MoverImage(
    String reference, @Nullable String pullSecret, @Nullable String architecture) {}
