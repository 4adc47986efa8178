package io.csdr.engine.volume.claim;

/// One StorageClass, as far as staging volumes need it.
public record StorageClassFacts(String name, String provisioner, boolean isDefault) {}
