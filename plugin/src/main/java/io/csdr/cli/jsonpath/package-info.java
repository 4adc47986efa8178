/// kubectl's JSONPath templates.
@NullMarked
package io.csdr.cli.jsonpath;

import org.jspecify.annotations.NullMarked;
