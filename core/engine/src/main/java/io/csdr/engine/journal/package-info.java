/// Runs as their vault knows them: who started them, whether they go on, how they ended.
@NullMarked
package io.csdr.engine.journal;

import org.jspecify.annotations.NullMarked;
