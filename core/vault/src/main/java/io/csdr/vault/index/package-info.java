/// Which blob lies where: immutable segments on disk, one compact table in memory.
@NullMarked
package io.csdr.vault.index;

import org.jspecify.annotations.NullMarked;
