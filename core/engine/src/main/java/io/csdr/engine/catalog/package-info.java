/// Which backups a vault has, finished or not.
@NullMarked
package io.csdr.engine.catalog;

import org.jspecify.annotations.NullMarked;
