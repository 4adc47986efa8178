/// What the product must withstand: the packaged plugin against a real cluster in which something is wrong.
@NullMarked
package io.csdr.withstand;

import org.jspecify.annotations.NullMarked;
