/// Commands about backups that exist: get, describe, delete.
@NullMarked
package io.csdr.cli.command.backups;

import org.jspecify.annotations.NullMarked;
