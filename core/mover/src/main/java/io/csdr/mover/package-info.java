@NullMarked
package io.csdr.mover;

import org.jspecify.annotations.NullMarked;
