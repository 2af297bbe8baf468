// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import type { BadInput } from "./badInput.ts";

/** Services and files as a whole. */
export const badWholeFiles: readonly BadInput[] = [
  {
    name: "env_file: [{file: a}]",
    compose: "services:\n  web:\n    image: nginx\n    env_file: [{file: a}]\n",
    diagnostics: [
      "compose.yaml: services.web.env_file[0].path: is missing → write for example path: settings.env",
      "compose.yaml: services.web.env_file[0].file: is unknown → remove it; valid keys: format, path, required",
    ],
  },
  {
    name: "env_file: [{path: a, required: often}]",
    compose: "services:\n  web:\n    image: nginx\n    env_file: [{path: a, required: often}]\n",
    diagnostics: [
      'compose.yaml: services.web.env_file[0].required: must be true or false, but is "often" → write for example true',
      "compose.yaml: services.web.env_file[0]: names a, which is no file → fix the path, or write required: false beside it",
    ],
  },
  {
    name: "services of version 1",
    compose: "web: {image: nginx}\ndb: {image: redis}\n",
    diagnostics: [
      "compose.yaml: has services at its top, as compose files of version 1 → put them below the key services:",
    ],
  },
  {
    name: "services as a list",
    compose: "services: [{name: web, image: nginx}]\n",
    diagnostics: [
      "compose.yaml: services: must be a mapping, but is a list → write for example web: {image: nginx}",
    ],
  },
  {
    name: "a service as a list",
    compose: "services: {web: [image, nginx]}\n",
    diagnostics: [
      "compose.yaml: services.web: must be a mapping, but is a list → write for example image: nginx",
    ],
  },
  {
    name: "a service with a space in its name",
    compose: "services: {my web: {image: nginx}}\n",
    diagnostics: [
      'compose.yaml: services["my web"]: is not a name that swarm takes → use letters, digits, - and _',
    ],
  },
  {
    name: "a service with a slash in its name",
    compose: "services: {a/b: {image: nginx}}\n",
    diagnostics: [
      'compose.yaml: services["a/b"]: is not a name that swarm takes → use letters, digits, - and _',
    ],
  },
  {
    name: "a service that ends with a hyphen",
    compose: "services: {web-: {image: nginx}}\n",
    diagnostics: [
      "compose.yaml: services.web-: is not a name that swarm takes → use letters, digits, - and _",
    ],
  },
  {
    name: "an empty mounted file",
    compose: "services:\n  web:\n    image: nginx\n    volumes: ['./a.conf:/a:ro']\n",
    files: { "a.conf": "" },
    diagnostics: [
      "compose.yaml: services.web.volumes[0]: mounts ./a.conf, which has no content, which swarm refuses → put something into it; or choose under swarm:stacks.shop.binds: omit (no mount), host (the path is on every node)",
    ],
  },
  {
    name: "a mounted file that is too large",
    compose: "services:\n  web:\n    image: nginx\n    volumes: ['./a.conf:/a:ro']\n",
    files: { "a.conf": `${"x".repeat(1024000)}` },
    diagnostics: [
      "compose.yaml: services.web.volumes[0]: mounts ./a.conf, which has 1024000 bytes, but a config may have 1023999 → make it smaller, or copy it into the image; or choose under swarm:stacks.shop.binds: host (the path is on every node), omit (no mount)",
    ],
  },
  {
    name: "a link to a service that is left out",
    compose:
      "services:\n  web: {image: nginx, links: ['db:store']}\n  db: {image: redis, profiles: [data]}\n",
    diagnostics: [
      "compose.yaml: services.web.links[0]: names the service db, none of whose profiles is active → name one in swarm:stacks.shop.profiles: data; or remove it",
    ],
  },
];
