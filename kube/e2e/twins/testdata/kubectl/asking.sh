# What kubectl asks a server beside its objects.
kubectl version -o yaml | sed -n '/serverVersion/,$p' | grep -E 'major|minor'
kubectl explain job
kubectl explain job.spec
kubectl explain job.spec.template.spec.containers.resources
kubectl explain cronjob.spec.concurrencyPolicy
kubectl explain pod --recursive
kubectl explain configmap.data
kubectl explain limitrange.spec.limits
kubectl explain resourcequota.spec
kubectl explain event
kubectl explain node.status.conditions
kubectl explain namespace.status
kubectl explain pvc.spec
kubectl explain serviceaccount
kubectl explain secret
kubectl explain job --api-version=batch/v1 | head -5
kubectl explain job.spec -o plaintext-openapiv2
! kubectl explain job.spec.nothing
! kubectl explain nothing
! kubectl explain job --api-version=batch/v2
kubectl api-resources --no-headers | awk '$NF ~ /^(Job|CronJob|Pod|Event|Namespace|Node|ConfigMap|Secret|ServiceAccount|PersistentVolumeClaim|ResourceQuota|LimitRange|Binding|SelfSubjectAccessReview|SelfSubjectRulesReview)$/ && !/events.k8s.io/' | sort
kubectl api-resources --api-group=batch
kubectl api-resources --api-group=batch -o wide
kubectl api-resources --api-group=batch --verbs=list,watch -o name
kubectl api-resources --categories=all --api-group=batch
kubectl api-resources --namespaced=false --no-headers | awk '$NF ~ /^(Namespace|Node)$/'
kubectl api-versions | grep -E '^(v1|batch/v1|authorization.k8s.io/v1)$'
kubectl auth can-i create cronjobs
kubectl auth can-i delete jobs --all-namespaces
kubectl auth can-i get pods --subresource=log
kubectl auth can-i get /healthz
kubectl auth can-i '*' '*'
kubectl auth whoami --as=bob
kubectl auth can-i create selfsubjectreviews.authentication.k8s.io --as=bob
kubectl get --raw /readyz
kubectl get --raw /livez
kubectl get --raw /healthz
! kubectl get --raw /nothing
! kubectl get --raw /apis/batch/v9
! kubectl --token=wrong get jobs
kubectl config current-context
! kubectl cluster-info dump --output-directory=/dev/null/x > /dev/null
kubectl create namespace other-place
! kubectl create namespace other-place
kubectl get namespace other-place
kubectl wait --for=create serviceaccount/default -n other-place --timeout=30s
kubectl create job there -n other-place --image=busybox -- true
kubectl delete namespace other-place
! kubectl get namespace other-place
! kubectl create job there -n other-place --image=busybox -- true
! kubectl delete namespace kube-system
! kubectl delete namespace default
