/// `doctor`: what is missing for backups and restores, and what to do about it.
@NullMarked
package io.csdr.cli.command.doctor;

import org.jspecify.annotations.NullMarked;
