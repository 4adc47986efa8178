package io.csdr.vault.tunnel;

/// What went through one mover's tunnel, in bytes of bodies: `received` and `sent` by the host, and
/// `repeated` of those received because a connection had broken; and how many connections were proven.
public record HostStatistics(long connections, long received, long sent, long repeated) {}
