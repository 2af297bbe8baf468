import type { Clone } from "./clone.ts";
import { writeServer } from "./smallImage.ts";

/** A stack of one global service that answers with its version: quick to build, to start and to stop. */
export function writeSmallStack(clone: Clone, version: string): void {
  writeServer(clone, "small/web", "tinyServer");
  clone.write({ "small/compose.yaml": compose(version) });
}

/** The setting `swarm:stacks` for it. */
export const smallStack = { small: { file: "small/compose.yaml" } };

const compose = (version: string) => `
services:
  web:
    build: ./web
    init: true
    environment: {VERSION: "${version}"}
    networks: [front]
    ports: [{target: 8080, published: 8080, mode: host}]
    deploy: {mode: global, endpoint_mode: dnsrr, update_config: {monitor: 1s}}
networks: {front: {}}
`;
