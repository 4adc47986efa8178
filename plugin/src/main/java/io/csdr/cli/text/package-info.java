/// Amounts, times and styles as text.
@NullMarked
package io.csdr.cli.text;

import org.jspecify.annotations.NullMarked;
