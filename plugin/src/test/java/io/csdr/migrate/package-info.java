/// Migrations between two real clusters with the packaged plugin and the real mover.
@NullMarked
package io.csdr.migrate;

import org.jspecify.annotations.NullMarked;
