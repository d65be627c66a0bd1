# Applying what was created, as the guide's reader does with files that `create` or somebody else has brought in.
kubectl create -f image-processor.yaml
! kubectl apply --server-side -f image-processor.yaml
kubectl apply --server-side --force-conflicts -f image-processor.yaml
kubectl apply -f image-processor.yaml
kubectl diff -f image-processor.yaml
