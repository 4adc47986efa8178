package io.csdr.engine.capture;

import java.util.List;

/// What a capture of objects found: how many were stored and the claims in scope, by namespace and name.
/// Verdicts are in the [Coverage] that was passed in.
public record CapturedObjects(long stored, List<ClaimFacts> claims) {
  public CapturedObjects {
    claims = List.copyOf(claims);
  }
}
