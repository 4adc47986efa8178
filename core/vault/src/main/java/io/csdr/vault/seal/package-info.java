/// Authenticated encryption: the suites, and the envelope of small objects.
@NullMarked
package io.csdr.vault.seal;

import org.jspecify.annotations.NullMarked;
