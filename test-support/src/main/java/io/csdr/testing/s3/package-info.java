/// A real object store for tests.
@NullMarked
package io.csdr.testing.s3;

import org.jspecify.annotations.NullMarked;
