#!/usr/bin/env bash
# Starts a cluster of kind for the end-to-end tests: e2e/kind/up.sh KINDEST_NODE_TAG KUBECONFIG
# A local registry has the images that Docker Hub lacks; for all others containerd falls back to Docker Hub.
set -euo pipefail
tag=$1 kubeconfig=$2
here=$(dirname "$0")
registry=kind-registry

docker run -d --restart=always -p 127.0.0.1:5001:5000 --name "$registry" registry:2
for image in exit chatty debian; do
  docker build --target "$image" -t "127.0.0.1:5001/library/$image:latest" "$here"
  docker push "127.0.0.1:5001/library/$image:latest"
done

mkdir -p "$(dirname "$kubeconfig")"
kind create cluster --image "kindest/node:$tag" --kubeconfig "$kubeconfig" --wait 120s --config - <<'CONFIG'
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
containerdConfigPatches:
  - |-
    [plugins."io.containerd.grpc.v1.cri".registry]
      config_path = "/etc/containerd/certs.d"
CONFIG
docker network connect kind "$registry"
for node in $(kind get nodes); do
  docker exec "$node" mkdir -p /etc/containerd/certs.d/docker.io
  printf 'server = "https://registry-1.docker.io"\n[host."http://%s:5000"]\ncapabilities = ["pull", "resolve"]\n' "$registry" |
    docker exec -i "$node" cp /dev/stdin /etc/containerd/certs.d/docker.io/hosts.toml
done
