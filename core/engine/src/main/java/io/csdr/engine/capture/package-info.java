/// Objects into the vault, with a verdict for every kind, object and claim in scope.
///
/// Start with [ObjectCapture]; [Coverage] is the list of verdicts.
@NullMarked
package io.csdr.engine.capture;

import org.jspecify.annotations.NullMarked;
