/// File trees made of blobs: the shape of a volume and of a set of Kubernetes objects.
@NullMarked
package io.csdr.vault.tree;

import org.jspecify.annotations.NullMarked;
