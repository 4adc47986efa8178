/// The contract between the engine and a mover: a task goes in, progress and one report come out.
@NullMarked
package io.csdr.model.job;

import org.jspecify.annotations.NullMarked;
