/// Resource kinds and domain records of backups and restores; no I/O.
@NullMarked
package io.csdr.model;

import org.jspecify.annotations.NullMarked;
