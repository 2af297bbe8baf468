#!/bin/sh
# The specification of the stacks in the swarm. Sent before probe.sh, and before record.sh, which records it.
set -eu

# deployed [STACK]: lines `service STACK NAME REPLICAS IMAGE DIGEST` and `network STACK NAME`. The digest
# covers the whole specification, except the counter of forced updates, which changes nothing. Leaves out
# services that end.
deployed() {
  deployed_label=com.docker.stack.namespace${1:+=$1}
  deployed_ids=$(docker service ls --quiet --filter "label=$deployed_label")
  # shellcheck disable=SC2086 # ids
  [ -z "$deployed_ids" ] || docker service inspect $deployed_ids --format '{{index .Spec.Labels "com.docker.stack.namespace"}} {{.Spec.Name}} {{if .Spec.Mode.Replicated}}{{.Spec.Mode.Replicated.Replicas}}{{else if .Spec.Mode.Global}}-{{else}}ends{{end}} {{.Spec.TaskTemplate.ContainerSpec.Image}} {{json .Spec}}' |
    while read -r deployed_stack deployed_name deployed_replicas deployed_image deployed_spec; do
      [ "$deployed_replicas" != ends ] || continue
      deployed_digest=$(printf '%s' "$deployed_spec" | sed 's/"ForceUpdate":[0-9]*,*//' | sha256sum | cut -c 1-12)
      echo "service $deployed_stack $deployed_name $deployed_replicas $deployed_image $deployed_digest"
    done
  docker network ls --filter scope=swarm --filter "label=$deployed_label" \
    --format 'network {{.Label "com.docker.stack.namespace"}} {{.Name}}'
}
