/// The master keys, the slots that wrap them, what is derived from them and what a mover is granted.
@NullMarked
package io.csdr.vault.key;

import org.jspecify.annotations.NullMarked;
