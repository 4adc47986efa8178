package io.csdr.cli.command.backups;

import picocli.CommandLine.Command;

/// `get`: the listings.
@Command(name = "get", header = "List backups or vaults")
public final class GetCommand {}
