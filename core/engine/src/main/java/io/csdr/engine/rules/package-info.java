/// How a stored object is rewritten for its new life: one small type per rule, no cluster needed.
///
/// Start with [Rewriting], which lists the rules in the order in which they are applied.
@NullMarked
package io.csdr.engine.rules;

import org.jspecify.annotations.NullMarked;
