/// Objects out of the vault into a cluster: a plan, item by item, then its application in waves.
///
/// Start with [RestorePlanner], which is pure but for what [LiveState] tells it, then [WaveApplier] and
/// [ReadinessWait]. The volume side takes part as a [ClaimGate].
@NullMarked
package io.csdr.engine.apply;

import org.jspecify.annotations.NullMarked;
