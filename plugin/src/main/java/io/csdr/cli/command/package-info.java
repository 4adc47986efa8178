/// One file per command: parse, one call, print, exit code.
@NullMarked
package io.csdr.cli.command;

import org.jspecify.annotations.NullMarked;
