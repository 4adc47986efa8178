/// What is known of a claim, and the decision how its data is captured. Everything but the reader is
/// pure.
@NullMarked
package io.csdr.engine.volume.claim;

import org.jspecify.annotations.NullMarked;
