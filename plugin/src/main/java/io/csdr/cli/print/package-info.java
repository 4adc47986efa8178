/// Results on standard output in the format that was asked for.
@NullMarked
package io.csdr.cli.print;

import org.jspecify.annotations.NullMarked;
