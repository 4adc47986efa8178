/// A double of Alibaba Cloud's object storage that speaks its wire protocol on loopback.
@NullMarked
package io.csdr.testing.oss;

import org.jspecify.annotations.NullMarked;
