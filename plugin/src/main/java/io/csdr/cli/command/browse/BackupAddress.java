package io.csdr.cli.command.browse;

import io.csdr.cli.outcome.CliException;
import io.csdr.engine.browse.BackupPath;

/// A place in a backup as users write it: `BACKUP:/PATH`. The backup may be of a vault with a URL.
record BackupAddress(String backup, BackupPath path) {
  static BackupAddress parse(String typed) {
    int scheme = typed.indexOf("://");
    int colon = typed.indexOf(':', scheme < 0 ? 0 : scheme + 1);
    if (colon < 1) {
      throw CliException.usage(
          "'" + typed + "' names no place in a backup", "write it as BACKUP:/NAMESPACE/...");
    }
    try {
      return new BackupAddress(
          typed.substring(0, colon), BackupPath.parse(typed.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()), "");
    }
  }
}
