/// Vaults in Alibaba Cloud's object storage.
@NullMarked
package io.csdr.alibaba.oss;

import org.jspecify.annotations.NullMarked;
