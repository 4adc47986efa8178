package io.csdr.model.request;

import org.jspecify.annotations.Nullable;

/// The container image that movers run, and the name of the Secret in the mover's namespace that may be
/// needed to pull it (`NAMESPACE/NAME` or `NAME`).
public record ImageSource(String reference, @Nullable String pullSecret) {}
