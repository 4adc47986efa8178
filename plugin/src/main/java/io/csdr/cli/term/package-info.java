/// The user's terminal: talk, warnings, progress and questions.
@NullMarked
package io.csdr.cli.term;

import org.jspecify.annotations.NullMarked;
