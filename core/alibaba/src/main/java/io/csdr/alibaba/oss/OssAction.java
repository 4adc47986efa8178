package io.csdr.alibaba.oss;

/// What is done to an object or to the bucket, in words and as RAM calls the right to do it.
enum OssAction {
  READ("read", "oss:GetObject"),
  WRITE("write", "oss:PutObject"),
  LIST("list", "oss:ListObjects"),
  STAT("look at", "oss:GetObject"),
  DELETE("delete", "oss:DeleteObject");

  private final String verb;
  private final String right;

  OssAction(String verb, String right) {
    this.verb = verb;
    this.right = right;
  }

  String verb() {
    return verb;
  }

  String right() {
    return right;
  }
}
