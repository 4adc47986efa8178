/// When a mover that reads a volume in place has to leave it.
@NullMarked
package io.csdr.engine.volume.copy;

import org.jspecify.annotations.NullMarked;
