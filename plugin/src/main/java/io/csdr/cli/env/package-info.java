/// What the program is told by the environment it was started in.
@NullMarked
package io.csdr.cli.env;

import org.jspecify.annotations.NullMarked;
