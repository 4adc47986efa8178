/// How a command ends: exit codes, and failures told in one line with the fix.
@NullMarked
package io.csdr.cli.outcome;

import org.jspecify.annotations.NullMarked;
