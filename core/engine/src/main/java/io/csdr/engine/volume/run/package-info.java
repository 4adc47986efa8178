/// What every object that a run creates has in common: names, labels, an expiry, a place.
@NullMarked
package io.csdr.engine.volume.run;

import org.jspecify.annotations.NullMarked;
