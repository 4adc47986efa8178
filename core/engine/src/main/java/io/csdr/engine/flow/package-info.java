/// The flows, and the only place that knows the order of their stages: backup, restore, migrate.
@NullMarked
package io.csdr.engine.flow;

import org.jspecify.annotations.NullMarked;
