/// The flows of backup and restore, over the Kubernetes API and a vault.
@NullMarked
package io.csdr.engine;

import org.jspecify.annotations.NullMarked;
