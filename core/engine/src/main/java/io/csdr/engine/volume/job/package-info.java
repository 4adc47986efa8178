/// Mover Jobs: their template, and the one who runs them and talks to their pods.
@NullMarked
package io.csdr.engine.volume.job;

import org.jspecify.annotations.NullMarked;
