/// Reading and writing of the format's integers and fields, with bounds checked.
@NullMarked
package io.csdr.vault.bytes;

import org.jspecify.annotations.NullMarked;
