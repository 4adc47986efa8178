/// The data of volumes: captured by [VolumeCapture], brought back by [VolumeFill], both within a
/// [VolumeRun].
@NullMarked
package io.csdr.engine.volume;

import org.jspecify.annotations.NullMarked;
