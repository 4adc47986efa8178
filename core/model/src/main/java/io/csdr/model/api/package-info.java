/// Resources of group `csdr.alibabacloud.com/v1beta1` as they are printed, stored and applied.
@NullMarked
package io.csdr.model.api;

import org.jspecify.annotations.NullMarked;
