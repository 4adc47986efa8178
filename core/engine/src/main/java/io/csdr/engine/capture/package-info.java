/// Objects into the vault, with a verdict for every kind, object and claim in scope.
///
/// Start with [ObjectCapture]; [Coverage] is the list of verdicts, [ClaimFacts] what the volume side
/// gets to know of each claim.
@NullMarked
package io.csdr.engine.capture;

import org.jspecify.annotations.NullMarked;
