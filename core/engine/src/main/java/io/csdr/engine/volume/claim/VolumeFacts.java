package io.csdr.engine.volume.claim;

/// The volume that a claim is bound to. `pinned` says that the volume names the nodes that can reach it.
public record VolumeFacts(String name, VolumeSource source, long capacityBytes, boolean pinned) {}
