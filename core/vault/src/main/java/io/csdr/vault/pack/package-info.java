/// Packs: many sealed blobs in one object.
@NullMarked
package io.csdr.vault.pack;

import org.jspecify.annotations.NullMarked;
