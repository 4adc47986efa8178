package io.csdr.withstand;

import io.csdr.test.cluster.TestCluster;

/// A namespace that is quick to make: a few objects, and a pod with files on a volume.
record SmallShop(String namespace, Kubectl kubectl) {
  /// Bytes of each of its files.
  static final int FILE_BYTES = 65_536;

  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, namespace: NS}
      data: {colour: blue}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: password, namespace: NS}
      stringData: {word: opensesame}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data, namespace: NS}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: CLASS
        resources: {requests: {storage: 1Gi}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: NS}
      spec:
        replicas: 1
        strategy: {type: Recreate}
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            securityContext:
              runAsNonRoot: true
              runAsUser: 1000
              fsGroup: 1000
              fsGroupChangePolicy: OnRootMismatch
              seccompProfile: {type: RuntimeDefault}
            containers:
            - name: web
              image: localhost/csdr-tools:1
              imagePullPolicy: IfNotPresent
              command: [sleep, infinity]
              securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
              resources:
                requests: {cpu: 10m, memory: 16Mi}
                limits: {cpu: 500m, memory: 128Mi}
              volumeMounts: [{name: data, mountPath: /data}]
            volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """;

  /// Makes it in a namespace of its own, with this many files in `/data/files`.
  static SmallShop create(TestCluster cluster, int files) {
    return create(cluster, cluster.namespace("small"), files);
  }

  /// Makes it in an existing namespace.
  static SmallShop create(TestCluster cluster, String namespace, int files) {
    MoverImageLoad.once();
    SmallShop shop = new SmallShop(namespace, new Kubectl(cluster.kubeconfig()));
    shop.kubectl.apply(MANIFEST.replace("NS", namespace).replace("CLASS", cluster.storageClass()));
    shop.awaitReady();
    shop.write(files);
    return shop;
  }

  /// Writes new random files over the ones that are there.
  void write(int files) {
    shell(
        "mkdir -p /data/files; i=0; while [ $i -lt %d ]; do head -c %d /dev/urandom > /data/files/$i; i=$((i+1)); done; sync"
            .formatted(files, FILE_BYTES));
  }

  /// Waits for its pod.
  void awaitReady() {
    kubectl.run("-n", namespace, "rollout", "status", "deployment/web", "--timeout=120s");
  }

  /// Has so many pods, and waits for those that go.
  void scale(int pods) {
    kubectl.run("-n", namespace, "scale", "deployment/web", "--replicas=" + pods);
    if (pods == 0) {
      kubectl.run("-n", namespace, "wait", "--for=delete", "pod", "-l", "app=web", "--timeout=60s");
    }
  }

  /// Runs a script in the pod that has the volume.
  String shell(String script) {
    return kubectl.run("-n", namespace, "exec", "deployment/web", "--", "sh", "-c", script);
  }

  /// The checksums of all files, by name.
  String checksums() {
    return shell("cd /data && find . -type f -print0 | sort -z | xargs -0 -r sha256sum");
  }

  /// The same shop in another namespace.
  SmallShop in(String other) {
    return new SmallShop(other, kubectl);
  }

  /// Deletes its namespace and waits until it is gone.
  void delete() {
    kubectl.deleteNamespace(namespace);
  }
}
