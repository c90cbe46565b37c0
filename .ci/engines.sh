#!/usr/bin/env bash
# Container engines for the tests, on a machine of one's own (it needs root): installs Docker Engine and Podman, starts
# both on sockets below DIR, and gives them an image that is made here, for there is no registry.
#
#   .ci/engines.sh start DIR    prints the variables that the tests read, as `export` lines
#   .ci/engines.sh stop DIR     ends what it started
set -euo pipefail

image=millrace/ci-base
action=${1:?start or stop} dir=$(realpath -m "${2:?a directory}")

stop() {
  for engine in docker podman; do
    if [ -f "$dir/$engine.pid" ]; then
      kill "$(cat "$dir/$engine.pid")" 2>/dev/null || true
      for _ in $(seq 100); do kill -0 "$(cat "$dir/$engine.pid")" 2>/dev/null || break; sleep 0.1; done
      rm -f "$dir/$engine.pid"
    fi
  done
  # Podman leaves its storage mounted.
  umount "$dir/podman/overlay" 2>/dev/null || true
}

install() {
  local missing=()
  for need in dockerd:docker.io podman:podman runsc:runsc debootstrap:debootstrap; do
    command -v "${need%%:*}" >/dev/null || missing+=("${need#*:}")
  done
  if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" runc >/dev/null
  fi
}

# A public distribution with what the bundled tasks need. Without passwords and a person's files, for the tests look
# for those of the host.
rootfs() {
  [ -f "$dir/rootfs.tar" ] && return
  debootstrap --variant=minbase --include=python3,git "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$dir/rootfs" \
    >"$dir/debootstrap.log" 2>&1 || { tail -n 20 "$dir/debootstrap.log" >&2; exit 1; }
  rm -rf "$dir"/rootfs/etc/{shadow,gshadow}* "$dir"/rootfs/root/.[!.]* "$dir"/rootfs/var/{cache/apt,lib/apt/lists}/*
  tar -C "$dir/rootfs" -cf "$dir/rootfs.tar.part" .
  mv "$dir/rootfs.tar.part" "$dir/rootfs.tar"
  rm -rf "$dir/rootfs"
}

await() { # SOCKET LOG
  for _ in $(seq 1800); do
    curl -fs --unix-socket "$1" http://localhost/_ping >/dev/null && return
    sleep 0.1
  done
  tail -n 20 "$2" >&2
  exit 1
}

import() { # SOCKET NAME
  curl -fs --unix-socket "$1" -T - "http://localhost/images/create?fromSrc=-&repo=$2&tag=latest" -X POST \
    -H 'Content-Type: application/x-tar' <"$dir/rootfs.tar" >/dev/null
}

start() {
  mkdir -p "$dir"
  install
  rootfs
  # Nothing of it needs /dev/kvm, a control group or a network of its own.
  printf '#!/bin/sh\nexec runsc --platform=ptrace --ignore-cgroups --network=none "$@"\n' >"$dir/runsc"
  chmod +x "$dir/runsc"
  # No bridge and no firewall rules: the sandboxes have no network.
  dockerd -H "unix://$dir/docker.sock" --data-root "$dir/docker" --exec-root "$dir/docker-run" \
    --pidfile "$dir/dockerd.pid" --bridge=none --iptables=false --ip6tables=false \
    --add-runtime "runsc=$dir/runsc" >"$dir/docker.log" 2>&1 &
  echo $! >"$dir/docker.pid"
  # For the tests' own registry, which has no certificate. Docker takes loopback as it is.
  printf '[[registry]]\nlocation = "127.0.0.1"\ninsecure = true\n' >"$dir/registries.conf"
  # runc and cgroupfs also work without systemd, and where control groups of both versions are mounted.
  # In its own directory: it leaves a file where it stands when a container is out of memory.
  env -C "$dir" CONTAINERS_REGISTRIES_CONF="$dir/registries.conf" \
    podman --root "$dir/podman" --runroot "$dir/podman-run" --runtime runc --cgroup-manager cgroupfs \
    --events-backend file system service --time=0 "unix://$dir/podman.sock" >"$dir/podman.log" 2>&1 &
  echo $! >"$dir/podman.pid"
  await "$dir/docker.sock" "$dir/docker.log"
  await "$dir/podman.sock" "$dir/podman.log"
  import "$dir/docker.sock" "$image"
  import "$dir/podman.sock" "docker.io/$image"
  echo "export MILLRACE_DOCKER_HOST=unix://$dir/docker.sock"
  echo "export MILLRACE_PODMAN_HOST=unix://$dir/podman.sock"
  echo "export MILLRACE_DOCKER_IMAGE=$image"
}

"$action"
