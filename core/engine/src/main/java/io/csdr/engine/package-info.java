@NullMarked
package io.csdr.engine;

import org.jspecify.annotations.NullMarked;
