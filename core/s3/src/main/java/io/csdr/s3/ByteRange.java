package io.csdr.s3;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `content-range` tells of a part of an object.
///
/// @param start where the part begins; -1 where there is none
/// @param size of the whole object, where it is told
record ByteRange(long start, OptionalLong size) {
  private static final Pattern FORM =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

  static ByteRange of(Answer answer) {
    Matcher told = FORM.matcher(answer.header("content-range").orElse(""));
    if (!told.matches()) {
      return new ByteRange(-1, OptionalLong.empty());
    }
    long start = told.group(1) == null ? -1 : Long.parseLong(told.group(1));
    String size = told.group(2);
    return new ByteRange(
        start, size.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(size)));
  }
}
