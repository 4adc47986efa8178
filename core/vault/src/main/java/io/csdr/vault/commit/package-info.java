/// Runs and commits: what a backup is.
@NullMarked
package io.csdr.vault.commit;

import org.jspecify.annotations.NullMarked;
