/// Compression of blobs.
@NullMarked
package io.csdr.vault.codec;

import org.jspecify.annotations.NullMarked;
