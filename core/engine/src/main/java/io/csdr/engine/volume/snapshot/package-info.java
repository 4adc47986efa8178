/// Snapshots of volumes by their drivers: taken beside the claim, shared with the workspace, mounted
/// there as a staging claim, and removed to the last trace.
@NullMarked
package io.csdr.engine.volume.snapshot;

import org.jspecify.annotations.NullMarked;
