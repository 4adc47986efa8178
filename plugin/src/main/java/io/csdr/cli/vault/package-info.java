/// Vaults as the user knows them: where they are, what opens them, and the default one.
@NullMarked
package io.csdr.cli.vault;

import org.jspecify.annotations.NullMarked;
