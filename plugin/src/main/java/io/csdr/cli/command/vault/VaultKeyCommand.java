package io.csdr.cli.command.vault;

import picocli.CommandLine.Command;

/// `vault key`: the commands on a vault's keys.
@Command(name = "key", header = "Add, list and remove the keys that open a vault")
public final class VaultKeyCommand {}
