/// The program `kubectl-csdr`: entry, wiring and the mapping of what happened to an exit code.
@NullMarked
package io.csdr.cli;

import org.jspecify.annotations.NullMarked;
