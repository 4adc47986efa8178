package io.csdr.cli.command.vault;

import picocli.CommandLine.Command;

/// `vault` alone: the list of what stands under it.
@Command(
    name = "vault",
    header = "Make vaults and manage their keys",
    customSynopsis = "(create | key) [options]")
public final class VaultCommand {}
