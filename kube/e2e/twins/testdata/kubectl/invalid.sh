# Objects that are refused, and how strictly fields are read.
! kubectl create -f unknown-field.yaml
! kubectl create -f unknown-field.yaml --validate=strict
kubectl create -f unknown-field.yaml --validate=warn
kubectl delete job unknown-field
kubectl create -f unknown-field.yaml --validate=ignore
kubectl apply -f unknown-field.yaml --validate=false
kubectl delete job unknown-field
# Of several unknown fields, the typed patch names those that it comes across first, in no order.
sed '/completionz/d; s/, labell: {a: b}//' unknown-field.yaml | kubectl apply --server-side -f - 2>&1 | sort
! kubectl create -f unknown-field.yaml --dry-run=server
! kubectl apply -f invalid.yaml
! kubectl create -f invalid.yaml --dry-run=server
! kubectl create -f no-kind.yaml
! kubectl create -f missing.yaml
! kubectl create -f - < /dev/null
! kubectl create -f slow.yaml -n nowhere
! kubectl create -f in-other-namespace.yaml
! kubectl create cronjob each --image=busybox --schedule='61 * * * *' -- true
! kubectl create cronjob each --image=busybox --schedule='TZ=UTC 1 * * * *' -- true
! kubectl create cronjob each --image=busybox --schedule='@never' -- true
! kubectl create cronjob a-name-that-is-longer-than-what-is-left-for-the-minute-in-it --image=busybox --schedule='@daily' -- true
kubectl create cronjob each --image=busybox --schedule='@every 400h' -- true
! kubectl create cronjob each --image=busybox --schedule='@daily' -- true
! kubectl patch cronjob each -p '{"spec":{"timeZone":"Mars/Olympus"}}'
! kubectl patch cronjob each -p '{"spec":{"schedule":""}}'
! kubectl patch cronjob each -p '{"spec":{"concurrencyPolicy":"Maybe"}}'
! kubectl patch cronjob each -p '{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Always"}}}}}}'
kubectl create job --from=cronjob/each from-each --dry-run=server -o yaml
! kubectl create job --from=cronjob/none from-none
! kubectl create job --from=job/none from-none
! kubectl create job Bad_Name --image=busybox
! kubectl create job x --image=
! kubectl create quota q --hard=pods=-1
! kubectl create quota q --hard=pods=many
! kubectl create quota q --hard=nothing=1
! kubectl create configmap 'a b' --from-literal=x=y
! kubectl create configmap x --from-literal='a b=y'
kubectl create configmap x --from-literal=a=b
! kubectl create configmap x --from-literal=a=b
kubectl create secret generic s --from-literal=a=b
! kubectl create secret tls s --cert=none --key=none
! kubectl patch secret s -p '{"type":"other"}'
kubectl patch secret s -p '{"immutable":true}'
! kubectl patch secret s -p '{"stringData":{"a":"c"}}'
kubectl create serviceaccount someone
! kubectl create serviceaccount someone
! kubectl run p --image=
! kubectl run p --image=busybox --restart=Sometimes
! kubectl run p --image=busybox --labels='a b=c'
kubectl run p --image=busybox --restart=Never --dry-run=server -o yaml -- true
kubectl create job ok --image=busybox --dry-run=server -o yaml
kubectl create cronjob ok --image=busybox --schedule='@hourly' --dry-run=server -o yaml
! kubectl patch node node-0 -p '{"spec":{"podCIDR":"x"}}'
! kubectl patch pvc none -p '{}'

# What a quota and a limit range refuse
kubectl create quota few --hard=pods=1,count/jobs.batch=2
kubectl wait --for=jsonpath='{.status.hard.pods}'=1 quota/few --timeout=30s
kubectl apply -f limits.yaml
kubectl run one --image=busybox --restart=Never -- sleep 3600
! kubectl run two --image=busybox --restart=Never -- sleep 3600
! kubectl run big --image=busybox --restart=Never --overrides='{"spec":{"containers":[{"name":"big","image":"busybox","resources":{"limits":{"cpu":"3"}}}]}}'
kubectl create job first --image=busybox -- true
kubectl create job second --image=busybox -- true
! kubectl create job third --image=busybox -- true
upto FailedCreate kubectl events -w > /dev/null
kubectl describe quota few
kubectl delete pod one --now
