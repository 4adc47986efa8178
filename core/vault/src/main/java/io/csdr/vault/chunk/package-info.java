/// Keyed content-defined chunking: where files are cut.
@NullMarked
package io.csdr.vault.chunk;

import org.jspecify.annotations.NullMarked;
