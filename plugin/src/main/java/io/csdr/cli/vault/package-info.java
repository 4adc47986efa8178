/// Vaults as the user knows them: where they are on this machine, and what opens them.
@NullMarked
package io.csdr.cli.vault;

import org.jspecify.annotations.NullMarked;
