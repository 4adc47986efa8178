/// A [io.csdr.vault.store.Store] in a bucket that speaks S3: AWS, MinIO, Ceph and the like.
@NullMarked
package io.csdr.s3;

import org.jspecify.annotations.NullMarked;
