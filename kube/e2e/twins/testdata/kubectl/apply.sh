# Creating and changing objects in all the ways that kubectl has.
kubectl apply --dry-run=server -f slow.yaml
kubectl apply --dry-run=client -f slow.yaml
kubectl get jobs
! kubectl diff -f slow.yaml > diff.txt
sed 1,3d diff.txt
kubectl apply -f slow.yaml
kubectl apply -f slow.yaml
kubectl diff -f slow.yaml
sed 's/parallelism: 2/parallelism: 3/' slow.yaml > more.yaml
! kubectl diff -f more.yaml > diff.txt
sed 1,3d diff.txt
kubectl apply -f more.yaml
kubectl apply --dry-run=server -f slow.yaml
kubectl get job slow -o jsonpath='{.spec.parallelism} {.metadata.generation}'

# Server-side apply and its conflicts
! kubectl apply --server-side --field-manager=other -f slow.yaml
kubectl apply --server-side --force-conflicts -f slow.yaml
kubectl apply --server-side -f slow.yaml
kubectl apply --server-side --dry-run=server -f more.yaml
! kubectl apply --server-side --field-manager=third -f more.yaml
! kubectl diff --server-side -f more.yaml > diff.txt
sed 1,3d diff.txt
kubectl get job slow --show-managed-fields -o jsonpath='{range .metadata.managedFields[?(@.manager=="kubectl")]}{.operation} {.apiVersion} {.fieldsV1}{"\n"}{end}'
kubectl get job slow --show-managed-fields -o jsonpath='{.metadata.managedFields[*].manager}'
kubectl apply view-last-applied job slow
kubectl apply --server-side -f fresh.yaml
kubectl apply --server-side -f fresh.yaml --field-manager=another
kubectl get configmap fresh --show-managed-fields -o yaml
kubectl apply -f fresh.yaml
kubectl delete configmap fresh

# Round trips
kubectl get job slow -o yaml > slow-out.yaml
kubectl replace -f slow-out.yaml
kubectl get job slow -o json | kubectl apply -f -
! sed 's/resourceVersion: .*/resourceVersion: "1"/' slow-out.yaml | kubectl replace -f -
sed '/resourceVersion/d; /creationTimestamp/d' slow-out.yaml | kubectl replace -f -
! sed 's/parallelism: .*/parallelism: 1/' slow-out.yaml | kubectl apply -f - --overwrite
kubectl edit job slow
kubectl get job slow -o jsonpath='{.spec.backoffLimit}'
kubectl edit job slow

# Patches of every type
kubectl create cronjob later --image=busybox --schedule='0 0 29 2 *' -- true
kubectl patch job slow --type=json -p '[{"op":"replace","path":"/spec/backoffLimit","value":7}]'
! kubectl patch job slow --type=json -p '[{"op":"test","path":"/spec/backoffLimit","value":1}]'
! kubectl patch job slow --type=json -p '[{"op":"replace","path":"/spec/nothing/x","value":1}]'
! kubectl patch job slow --type=json -p '[{"op":"remove","path":"/metadata/annotations/none"}]'
! kubectl patch job slow --type=json -p '{"op":"remove"}'
kubectl patch job slow --type=merge -p '{"spec":{"backoffLimit":8}}'
! kubectl patch job slow --type=merge -p '{"spec":{"completions":5}}'
! kubectl patch cronjob later --type=merge -p '{"spec":{"suspend":"perhaps"}}'
! kubectl patch job slow --type=merge -p '[1]'
kubectl patch job slow --type=merge -p '{"metadata":{"labels":{"app":null,"team":"data"}}}'
kubectl patch job slow -p '{"spec":{"suspend":true}}'
kubectl patch job slow -p '{"spec":{"suspend":false}}' --dry-run=server
kubectl patch job slow -p '{"spec":{"suspend":true}}'
! kubectl patch job slow -p '{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"other"}]}}}}'
! kubectl patch job slow -p '{"spec":{"template":{"spec":{"containers":[{"image":"other"}]}}}}'
! kubectl patch job slow -p '{"spec":{"parallelism":-1}}'
! kubectl patch job slow -p '{"spec"'
kubectl patch job slow -p '{"spec":{"paralelism":5}}'
! kubectl patch job nothing -p '{"spec":{"parallelism":1}}'
kubectl wait --for=jsonpath='{.status.ready}'=0 job/slow --timeout=30s
kubectl patch job slow --subresource=status --type=merge -p '{"status":{"ready":0}}'
! kubectl patch job slow --subresource=status --type=merge -p '{"status":{"active":-1}}'
kubectl patch job slow -p '{"spec":{"backoffLimit":3}}' -o yaml

# Labels, annotations and fields
kubectl label job slow stage=test
! kubectl label job slow stage=other
kubectl label job slow stage=other --overwrite
kubectl label job slow stage-
kubectl label job slow stage-
! kubectl label job slow 'bad key=1'
! kubectl label job slow 'a=b c'
kubectl annotate job slow note='free text'
kubectl annotate job slow note-
kubectl label jobs --all all=yes
kubectl get jobs -l 'team in (data,ops),all' -L team
kubectl get jobs -l team!=data
kubectl get jobs -l 'team=='
! kubectl get jobs -l '!!'
! kubectl set image job/slow main=busybox:2
kubectl set resources --limits=cpu=1 --local -f my-cronjob.yaml -o yaml
! kubectl scale job slow --replicas=3
! kubectl autoscale job slow --max=3
! kubectl rollout status job/slow
! kubectl rollout restart job/slow
! kubectl rollout history cronjob/none
! kubectl expose job slow --port=80

# Ends
kubectl delete job slow --dry-run=server
kubectl delete job slow --cascade=orphan
kubectl get pods --no-headers -o custom-columns=PHASE:.status.phase
! kubectl delete job slow
kubectl delete job slow --ignore-not-found
kubectl create -f slow.yaml
kubectl delete -f slow.yaml --cascade=foreground
! kubectl get job slow
kubectl create -f slow.yaml --save-config
kubectl delete job slow --cascade=background --wait=false
kubectl create -f named-by-server.yaml
kubectl delete jobs -l made=here
! kubectl delete jobs
kubectl delete jobs,cronjobs,pods --all --force --grace-period=0
