/// Looks at a cluster before anything is asked of it: what is missing for backups and restores, and what
/// to do about it.
@NullMarked
package io.csdr.engine.doctor;

import org.jspecify.annotations.NullMarked;
