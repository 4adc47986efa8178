package io.csdr.cli.command.vault;

import picocli.CommandLine.Command;

/// `vault`: the commands on vaults.
@Command(name = "vault", header = "Create vaults and manage their keys")
public final class VaultCommand {}
