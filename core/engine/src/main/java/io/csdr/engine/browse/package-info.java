/// Looking into a backup without restoring it: every object and every file has a path.
@NullMarked
package io.csdr.engine.browse;

import org.jspecify.annotations.NullMarked;
