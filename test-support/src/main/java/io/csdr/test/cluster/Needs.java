package io.csdr.test.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What the tests of a class, or one test, need of the cluster. A capability that is missing fails the
/// test, or skips it where `CSDR_TEST_ALLOW_MISSING` names it.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  /// The capabilities.
  Capability[] value();
}
