@NullMarked
package io.csdr.vault.tunnel;

import org.jspecify.annotations.NullMarked;
