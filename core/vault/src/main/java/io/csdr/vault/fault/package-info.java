/// Named places where a test may kill the process, to prove that nothing is lost there.
@NullMarked
package io.csdr.vault.fault;

import org.jspecify.annotations.NullMarked;
