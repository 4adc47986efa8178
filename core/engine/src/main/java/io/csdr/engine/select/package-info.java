/// Which objects a backup covers: names that users type, built-in exclusions, what comes along.
///
/// Start with [BuiltinExclusions], the table that `csdr backup --explain` prints, and [References].
@NullMarked
package io.csdr.engine.select;

import org.jspecify.annotations.NullMarked;
