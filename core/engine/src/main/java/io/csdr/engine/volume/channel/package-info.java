/// The byte stream to a mover in a pod, and the host that serves the mover over it.
@NullMarked
package io.csdr.engine.volume.channel;

import org.jspecify.annotations.NullMarked;
