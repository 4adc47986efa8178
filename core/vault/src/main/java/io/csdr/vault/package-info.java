/// The backup repository: content-addressed, deduplicated, sealed. It knows nothing of Kubernetes; `docs/format.md` defines every byte.
@NullMarked
package io.csdr.vault;

import org.jspecify.annotations.NullMarked;
