/// Commands that look into a backup: ls, cat, cp.
@NullMarked
package io.csdr.cli.command.browse;

import org.jspecify.annotations.NullMarked;
