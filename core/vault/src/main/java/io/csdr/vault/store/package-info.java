/// Where a vault's objects lie: five methods, and one implementation per place.
@NullMarked
package io.csdr.vault.store;

import org.jspecify.annotations.NullMarked;
