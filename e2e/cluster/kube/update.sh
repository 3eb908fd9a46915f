#!/bin/sh
# Write go.mod and go.sum for a Kubernetes release:  ./update.sh 1.35.4
#
# k8s.io/kubernetes requires its own libraries (k8s.io/api, …) as v0.0.0, which exists nowhere, so each of
# them is replaced by the version that was published with the release: v0.35.4 for 1.35.4.
# CoreDNS is the one that kubeadm installs with the release.
set -eu
release=${1:?usage: update.sh RELEASE, such as 1.35.4}
cd "$(dirname "$0")"
libraries=v0.${release#1.}

download=$(go mod download -json "k8s.io/kubernetes@v$release")
field() { printf '%s\n' "$download" | sed -n 's/^.*"'"$1"'": "\(.*\)",*$/\1/p'; }
coredns=$(sed -n 's/^.*CoreDNSVersion = "\(.*\)"$/\1/p' "$(field Dir)/cmd/kubeadm/app/constants/constants.go")

rm -f go.mod go.sum
go mod init cdk8s-jobs/kube
go mod edit -go=1.25.0 -require="k8s.io/kubernetes@v$release" -require="k8s.io/component-base@$libraries" -require="k8s.io/kubectl@$libraries" \
  -require="github.com/coredns/coredns@$coredns"
for library in $(sed -n 's/^[[:space:]]*\(k8s\.io\/[a-z0-9-]*\) v0\.0\.0$/\1/p' "$(field GoMod)" | sort -u); do
  go mod edit -replace="$library=$library@$libraries"
done
go mod tidy
