/// What every store must do, and stores that misbehave on purpose.
@NullMarked
package io.csdr.testing.store;

import org.jspecify.annotations.NullMarked;
