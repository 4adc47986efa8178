package io.csdr.engine.capture;

import io.csdr.model.PvcRef;
import java.util.List;

/// What a capture of objects found: how many were stored (0 too where nothing that was asked for is
/// there, only what would come along), and the claims in scope in order. Verdicts on
/// objects are in the [Coverage] that was passed in; those on the claims' data are still to be given.
public record CapturedObjects(long stored, List<PvcRef> claims) {
  public CapturedObjects {
    claims = List.copyOf(claims);
  }
}
