/// From kubectl's flags, kubeconfig and environment to a connected client, by kubectl's rules.
@NullMarked
package io.csdr.cli.kube;

import org.jspecify.annotations.NullMarked;
