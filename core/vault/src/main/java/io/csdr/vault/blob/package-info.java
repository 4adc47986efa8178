/// Sealed, deduplicated pieces of content and how they are put and fetched.
@NullMarked
package io.csdr.vault.blob;

import org.jspecify.annotations.NullMarked;
