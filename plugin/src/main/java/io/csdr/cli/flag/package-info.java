/// Flags that several commands share, and the records they become.
@NullMarked
package io.csdr.cli.flag;

import org.jspecify.annotations.NullMarked;
