/// A store, keys and a task at the other end of a byte stream, authenticated and sealed; `docs/tunnel.md` defines every byte.
@NullMarked
package io.csdr.vault.tunnel;

import org.jspecify.annotations.NullMarked;
