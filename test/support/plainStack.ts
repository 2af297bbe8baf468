import type { Clone } from "./clone.ts";
import { writeServer } from "./smallImage.ts";

/**
 * Servers that end without draining: they die at once, with all open requests.
 *
 * `web` is behind the first port; `edge` is behind the second one and requests `inner` until one of its tasks
 * answers.
 */
export function writePlainStack(clone: Clone): void {
  writeServer(clone, "plain/server", "plainServer");
  clone.write({ "plain/compose.yaml": compose });
}

/** The setting `swarm:stacks` for it. */
export const plainStack = { plain: { file: "plain/compose.yaml" } };

const compose = `
x-service: &service
  build: ./server
  init: true
  networks: [front]
x-deploy: &deploy
  endpoint_mode: dnsrr
  restart_policy: {condition: any, delay: 200ms}
  update_config: {order: start-first, monitor: 1s}
services:
  web:
    <<: *service
    ports: [{target: 8080, published: 8080, mode: host, app_protocol: http}]
    deploy: {<<: *deploy, replicas: 2}
  edge:
    <<: *service
    environment: {BEHIND: inner}
    ports: [{target: 8080, published: 8081, mode: host, app_protocol: http}]
    deploy: {<<: *deploy, replicas: 2}
  inner:
    <<: *service
    deploy: {<<: *deploy, replicas: 6, update_config: {order: start-first, monitor: 1s}}
networks: {front: {}}
`;
