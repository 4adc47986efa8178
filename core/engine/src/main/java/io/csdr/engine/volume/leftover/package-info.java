/// What runs leave behind when they are killed, and its removal.
@NullMarked
package io.csdr.engine.volume.leftover;

import org.jspecify.annotations.NullMarked;
