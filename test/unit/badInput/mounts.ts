import { type BadInput, lines, web } from "./badInput.ts";

export const badMounts: readonly BadInput[] = [
  {
    name: "a mount with an unknown option",
    compose: web("volumes: ['/srv:/srv:ro,sync']"),
    diagnostics: [
      "compose.yaml: services.web.volumes[0]: has the option sync, which swarm ignores → use ro, rw or nocopy, or remove it",
    ],
  },
  {
    name: "a mount with too many parts",
    compose: web("volumes: ['a:/b:ro:x']"),
    diagnostics: [
      'compose.yaml: services.web.volumes[0]: must be SOURCE:TARGET or SOURCE:TARGET:ro, but is "a:/b:ro:x" → write for example "data:/data"',
    ],
  },
  {
    name: "a mount to a relative path",
    compose: lines(web("volumes: ['data:data']"), "volumes: {data: }"),
    diagnostics: [
      'compose.yaml: services.web.volumes[0]: must be an absolute path in the container, but is "data" → write for example /data',
    ],
  },
  {
    name: "a mount without a type",
    compose: lines(web("volumes: [{source: data, target: /data}]"), "volumes: {data: }"),
    diagnostics: ["compose.yaml: services.web.volumes[0].type: is missing → write for example type: volume"],
  },
  {
    name: "a bind mount without a source",
    compose: web("volumes: [{type: bind, target: /data}]"),
    diagnostics: [
      "compose.yaml: services.web.volumes[0]: has no source → name the directory on the nodes, for example source: /srv/data",
    ],
  },
  {
    name: "a tmpfs with a source",
    compose: lines(web("volumes: [{type: tmpfs, source: data, target: /data}]"), "volumes: {data: }"),
    diagnostics: ["compose.yaml: services.web.volumes[0]: is in memory, so it has no source → remove source"],
  },
  {
    name: "a mount of an image",
    compose: web("volumes: [{type: image, source: nginx, target: /data}]"),
    diagnostics: [
      'compose.yaml: services.web.volumes[0].type: must be volume, bind, tmpfs or cluster, but is "image" → write one of these',
    ],
  },
  {
    name: "a mount that is not recursive",
    compose: web("volumes: [{type: bind, source: /srv, target: /srv, bind: {recursive: disabled}}]"),
    diagnostics: [
      "compose.yaml: services.web.volumes[0].bind.recursive: is ignored by swarm (it has no such option) → remove it",
    ],
  },
  {
    name: "two mounts with one target",
    compose: lines(web("volumes: ['data:/data']", "tmpfs: /data"), "volumes: {data: }"),
    diagnostics: ["compose.yaml: services.web.volumes: has /data twice → give one of the two another target"],
  },
];
