package io.csdr.vault.key;

/// What a person or a program has in hand to open a key slot.
public sealed interface KeyMaterial permits KeyFile, Passphrase {}
