/// Completion of what the user is typing.
@NullMarked
package io.csdr.cli.complete;

import org.jspecify.annotations.NullMarked;
