# shellcheck shell=bash
# How the scripts of the shop reach its cluster: sourced by fill and proof.
# What may be set: KUBECTL (the program), KUBECONFIG, SHOP_CONTEXT, SHOP_NAMESPACE, SHOP_POSTGRES_IMAGE, SHOP_TOOLS_IMAGE, SHOP_STORAGE_CLASS.

NAMESPACE=${SHOP_NAMESPACE:-shop}
POSTGRES_IMAGE=${SHOP_POSTGRES_IMAGE:-postgres:15}
# Needs perl, find, xargs, and setfattr and setfacl, which apt-get fetches where they are missing.
TOOLS_IMAGE=${SHOP_TOOLS_IMAGE:-debian:12}
CRD=orders.shop.example.com
HERE=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
export POSTGRES_IMAGE CRD HERE

k() { "${KUBECTL:-kubectl}" ${SHOP_CONTEXT:+--context "$SHOP_CONTEXT"} --namespace "$NAMESPACE" "$@"; }

in_database() { k exec -i database-0 -c postgres -- "$@"; }
in_keeper() { k exec -i keeper -- "$@"; }

# When the pods do not start, says what Kubernetes says about it.
wait_for_shop() {
  k rollout status statefulset/database --timeout 180s && k rollout status deployment/web --timeout 180s && return
  k get pods,persistentvolumeclaims
  k get events --sort-by .metadata.creationTimestamp | grep -w Warning | tail -n 12
  return 1
}

# A pod of root's beside the web server, for those who write and read every file of the volume. It is gone before a backup.
keeper_up() {
  k apply --server-side -f - <<END
apiVersion: v1
kind: Pod
metadata:
  name: keeper
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 1
  automountServiceAccountToken: false
  affinity:
    podAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              app: web
  containers:
    - name: keeper
      image: $TOOLS_IMAGE
      imagePullPolicy: IfNotPresent
      command: [sh, -c, "trap exit TERM; sleep 1000000 & wait"]
      securityContext:
        runAsUser: 0
        runAsGroup: 0
      volumeMounts:
        - name: shelf
          mountPath: /shelf
  volumes:
    - name: shelf
      persistentVolumeClaim:
        claimName: shelf
END
  k wait --for=condition=Ready pod/keeper --timeout 300s
  if ! in_keeper sh -c 'command -v setfattr && command -v setfacl' >/dev/null; then
    in_keeper sh -c 'apt-get update && apt-get install -y --no-install-recommends attr acl' ||
      { echo "the image $TOOLS_IMAGE has no setfattr and setfacl, and could not fetch them: name one that has them (--tools-image)" >&2 && return 1; }
  fi
}

keeper_down() { k delete pod keeper --ignore-not-found --timeout 60s; }

# Takes away what belongs to the shop, also outside of its namespace.
shop_down() {
  k delete namespace "$NAMESPACE" --ignore-not-found --timeout 300s
  k delete clusterrolebinding,clusterrole "$NAMESPACE-storage-reader" --ignore-not-found
  # Other shops of the cluster may have orders of their own.
  if [[ -z $(k get "$CRD" --all-namespaces --ignore-not-found -o name 2>/dev/null) ]]; then
    k delete customresourcedefinition "$CRD" --ignore-not-found --timeout 60s
  fi
}
