/// Twins: a second PersistentVolume object for a volume in use, bound in the workspace, so that a mover
/// reads it without entering the user's namespace.
@NullMarked
package io.csdr.engine.volume.twin;

import org.jspecify.annotations.NullMarked;
