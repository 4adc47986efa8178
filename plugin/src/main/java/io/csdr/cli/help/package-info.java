/// Help pages in the shape of kubectl's.
@NullMarked
package io.csdr.cli.help;

import org.jspecify.annotations.NullMarked;
