package io.csdr.migrate;

/// An application that writes to its volume all the time and says in it when it starts and stops.
final class MovingShop {
  /// Prints everything below /data/files with its metadata: names, kinds, owners, modes, times, sizes,
  /// links, extended attributes, access control lists and digests of contents.
  static final String FINGERPRINT =
      """
      cd /data/files
      { find . -printf '%p %y %U:%G %m %n %T@ %l\\n' | sort
        find . -type f -printf '%p %s\\n' | sort
        find . -type f -print0 | sort -z | xargs -0 sha256sum
        find . -print0 | sort -z | xargs -0 getfattr -h -d -m user --
        find . -not -type l -print0 | sort -z | xargs -0 getfacl -n -p --; } | cat -v
      """;

  private static final String FILL =
      """
      mkdir -p /data/files/deep/er; cd /data/files
      for i in $(seq 200); do echo "file $i" > "deep/file $i"; done
      head -c 3000000 /dev/urandom > big; ln big deep/hardlink; ln -s ../big deep/er/symlink
      truncate -s 20M sparse; printf end >> sparse; mkfifo pipe; mknod null c 1 3
      setfattr -n user.colour -v blue big; setfacl -m u:7:r big; chown 123:456 'deep/file 7'; chmod 4751 'deep/file 8'
      touch -d '2001-02-03 04:05:06.123456789' 'deep/file 9' deep; printf x > $'odd \\377 name'
      """;

  private MovingShop() {}

  /// The objects, with volumes of that class.
  static String yaml(String namespace, String storageClass) {
    return claim(namespace, storageClass)
        + """
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: prices, namespace: %1$s}, data: {tea: "3"}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: pin, namespace: %1$s}, stringData: {pin: "1234"}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: diary, namespace: %1$s}, spec: {selector: {app: diary}, ports: [{port: 80}]}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: diary, namespace: %1$s}
        spec:
          strategy: {type: Recreate}
          selector: {matchLabels: {app: diary}}
          template:
            metadata: {labels: {app: diary}}
            spec:
              nodeSelector: {kubernetes.io/os: linux}
              terminationGracePeriodSeconds: 20
              containers:
              - name: main
                image: localhost/csdr-tools:1
                envFrom: [{configMapRef: {name: prices}}]
                command: [bash, -c, "trap 'echo stopped >> /data/diary; sync; exit 0' TERM; echo started >> /data/diary; while :; do date +%%s.%%N >> /data/diary; sleep 0.2; done"]
                volumeMounts: [{name: data, mountPath: /data}]
              volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: yearly, namespace: %1$s}
        spec:
          schedule: "0 0 1 1 *"
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: "localhost/csdr-tools:1", command: ["true"]}]}}}}
        """
            .formatted(namespace);
  }

  /// The namespace with nothing but the claim.
  static String claim(String namespace, String storageClass) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: %1$s, labels: {team: shop}}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: %1$s}
    spec: {storageClassName: %2$s, accessModes: [ReadWriteOnce], resources: {requests: {storage: 256Mi}}}
    """
        .formatted(namespace, storageClass);
  }

  /// Puts the application there and fills its volume.
  static void open(Land land, String namespace) throws InterruptedException {
    land.apply(yaml(namespace, "csdr-immediate"));
    land.awaitReady(namespace, "deployment/diary");
    land.sh(namespace, "deployment/diary", FILL);
  }
}
