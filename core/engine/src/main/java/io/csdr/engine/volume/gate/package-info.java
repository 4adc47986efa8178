/// The gate: a restored claim exists at once but stays Pending, whoever wants it, until its volume has
/// been filled and is handed over.
@NullMarked
package io.csdr.engine.volume.gate;

import org.jspecify.annotations.NullMarked;
