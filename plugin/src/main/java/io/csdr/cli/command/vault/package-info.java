/// `vault` and what stands under it.
@NullMarked
package io.csdr.cli.command.vault;

import org.jspecify.annotations.NullMarked;
