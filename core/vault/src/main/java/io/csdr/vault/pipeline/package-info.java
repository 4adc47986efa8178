/// The way of a blob into the store and back: hash, dedupe, compress, seal, pack, index.
@NullMarked
package io.csdr.vault.pipeline;

import org.jspecify.annotations.NullMarked;
