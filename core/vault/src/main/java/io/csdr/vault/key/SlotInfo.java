package io.csdr.vault.key;

import java.time.Instant;

/// One key slot as a person sees it: 32 hexadecimal digits, the kind, the label given and when.
public record SlotInfo(String id, SlotKind kind, String label, Instant created) {}
