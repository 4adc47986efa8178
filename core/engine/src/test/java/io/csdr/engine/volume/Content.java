package io.csdr.engine.volume;

/// Shell commands that fill a volume with awkward content and describe it in full.
final class Content {
  private static final String MAKE =
      """
      cd /data
      mkdir -p dir/empty 'with space'
      echo hello > dir/file; chmod 4751 dir/file; chown 1234:5678 dir/file
      ln dir/file hardlink; ln -s ../nowhere dir/dangling; ln -s dir/file link; chown -h 9:9 link
      mkfifo -m 620 fifo; mknod -m 600 null c 1 3
      printf x > "$(printf 'latin-\\xe9')"; printf y > "with space/new
      line"
      truncate -s 5M sparse; printf end | dd of=sparse bs=1 seek=3000000 conv=notrunc status=none
      setfattr -n user.csdr -v value dir/file; setfacl -m u:4242:rwx dir
      touch -h -d '2001-02-03T04:05:06.123456789Z' dir/file link dir
      chmod 1777 'with space'; chown 77:88 .; chmod 2770 .
      sync
      """;

  private static final String DESCRIBE =
      """
      cd /data
      find . -mindepth 1 -not -path './lost+found*' -printf '%P|%y|%m|%U|%G|%s|%n|%l|%T@\\n' | grep -v '^dir/empty|d\\|^with space|d' | LC_ALL=C sort
      stat -c '%a %u %g' . dir/empty 'with space'; stat -c '%t %T' null
      find . -type f -not -path './lost+found*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
      getfattr -d -m - dir/file; getfacl -n dir dir/file
      [ "$(stat -c %i dir/file)" = "$(stat -c %i hardlink)" ] && echo linked
      [ "$(du -k sparse | cut -f1)" -lt 1000 ] && echo sparse
      """;

  private Content() {}

  /// Fills /data of the pod.
  static void make(Stage stage, String pod) throws Exception {
    stage.sh(pod, MAKE);
  }

  /// Everything there is to know of /data of the pod.
  static String describe(Stage stage, String pod) throws Exception {
    return stage.sh(pod, DESCRIBE);
  }
}
