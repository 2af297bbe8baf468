#!/bin/sh
# Which node holds a volume: a label of the node says so. Sent before the scripts that use it.
set -eu

# volume_nodes VOLUME: ids of the nodes that hold it.
volume_nodes() {
  docker node ls --quiet --filter "node.label=swarm.volume.$1=true"
}

# volumes_on ID: names of the volumes that the node holds.
volumes_on() {
  docker node inspect "$1" --format '{{range $key, $value := .Spec.Labels}}{{println $key}}{{end}}' |
    sed -n 's/^swarm\.volume\.//p'
}

# choose_node: the id of the Ready and active node with the fewest volumes, then the fewest tasks; nothing if
# there is none.
choose_node() {
  for choose_id in $(docker node ls --format '{{.ID}} {{.Status}} {{.Availability}}' | sed -n 's/ Ready Active$//p'); do
    printf '%s %s %s\n' "$(volumes_on "$choose_id" | wc -l)" \
      "$(docker node ps "$choose_id" --filter desired-state=running --quiet | wc -l)" "$choose_id"
  done | sort -k 1,1n -k 2,2n | sed -n '1s/.* //p'
}

# hold_volumes ID VOLUME...: labels the node.
hold_volumes() {
  hold_id=$1
  shift
  for hold_volume in "$@"; do set -- "$@" --label-add "swarm.volume.$hold_volume=true"; shift; done
  docker node update "$@" "$hold_id" >/dev/null
}

# node_name ID: the name in the settings, or the hostname of a node that has none.
node_name() {
  docker node inspect "$1" --format '{{or (index .Spec.Labels "swarm.node") .Description.Hostname}}'
}
