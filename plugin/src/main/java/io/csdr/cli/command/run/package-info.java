/// Commands that make something: backup, restore, migrate, cancel, resume.
@NullMarked
package io.csdr.cli.command.run;

import org.jspecify.annotations.NullMarked;
