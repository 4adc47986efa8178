# Turns a list of objects into lines OBJECT <tab> FIELD <tab> VALUE, without what a server writes by itself for each new life of an object:
# identity and bookkeeping (uid, resourceVersion, generation, creationTimestamp, managedFields), status, assigned cluster IPs and node ports,
# the volume that a claim was bound to, revision counters, and the run labels that csdr puts on what it makes.
# Objects that others make and keep (owned by a controller, or made in every namespace) are left out.

def made_by_the_cluster:
  any(.metadata.ownerReferences[]?; .controller == true)
  or (.kind == "ConfigMap" and .metadata.name == "kube-root-ca.crt")
  or (.kind == "ServiceAccount" and .metadata.name == "default");

def servers_own:
  test("^(pv\\.kubernetes\\.io/|volume\\.(beta\\.)?kubernetes\\.io/|deployment\\.kubernetes\\.io/revision$|csdr\\.alibabacloud\\.com/)");

def tidy:
  del(.metadata["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"], .status)
  | .metadata |= with_entries(
      if .key == "annotations" or .key == "labels" then .value |= with_entries(select(.key | servers_own | not)) else . end
      | select(.value != {} and .value != []))
  | if .kind == "Service" and .spec.clusterIP != "None" then del(.spec.clusterIP, .spec.clusterIPs, .spec.ports[].nodePort) else . end
  | if .kind == "PersistentVolumeClaim" then del(.spec.volumeName) else . end
  | del(.metadata.finalizers | select(. == ["kubernetes.io/pvc-protection"] or . == ["customresourcecleanup.apiextensions.k8s.io"]));

def field: map(if type == "number" then "[\(.)]" else tojson | if test("^\"[A-Za-z0-9_-]+\"$") then "." + .[1:-1] else "[\(.)]" end end) | add | ltrimstr(".");

.items[]
| select(made_by_the_cluster | not)
| tidy
| "\(.kind) \(.metadata.name)" as $object
| ([paths((type != "object" and type != "array") or . == {} or . == [])] | unique)[] as $path
| [$object, ($path | field), (getpath($path) | tojson)]
| join("\t")
