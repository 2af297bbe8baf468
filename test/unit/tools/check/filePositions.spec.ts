import assert from "node:assert/strict";
import { FilePositions } from "../../../../tools/check/filePositions.ts";
import { workspaceWith } from "../../../support/workspace.ts";

const compose = `x-common: &common
  restart: always
  "a b": 1
services:
  web:
    <<: *common
    image: nginx
    ports:
      - "80:80"
      - target: 81
`;
const workspace = workspaceWith({
  "compose.yaml": compose,
  "more.yaml": "services:\n  web:\n\n    image: b\n",
  ".env": "A=b\n",
  "endless.yaml": "services: &a\n  <<: *a\n",
});

const positions: Readonly<
  Record<string, readonly [file: string | null, line: number | null, value: string | null]>
> = {
  "compose.yaml": ["compose.yaml", 1, null],
  "compose.yaml: services.web.image": ["compose.yaml", 7, "nginx"],
  "compose.yaml: services.web.ports[0]": ["compose.yaml", 9, "80:80"],
  "compose.yaml: services.web.ports[1].target": ["compose.yaml", 10, "81"],
  "compose.yaml: services.web.ports[5]": ["compose.yaml", 8, null],
  "compose.yaml: services.web.restart": ["compose.yaml", 2, "always"],
  'compose.yaml: services.web["a b"]': ["compose.yaml", 3, "1"],
  "compose.yaml: services.web.user": ["compose.yaml", 5, null],
  "compose.yaml + more.yaml: services.web.image": ["more.yaml", 4, "b"],
  "compose.yaml + more.yaml: services.web.ports[0]": ["compose.yaml", 9, "80:80"],
  "compose.yaml:12:5": ["compose.yaml", 12, null],
  "compose.yaml:7:5: services.web.image": ["compose.yaml", 7, "nginx"],
  ".env:3": [".env", 3, null],
  "swarm:stacks.shop.binds": [null, null, null],
  "endless.yaml: services.web": [null, null, null],
  "gone.yaml": ["gone.yaml", null, null],
};

describe("FilePositions", () => {
  for (const [path, [file, line, value]] of Object.entries(positions))
    it(`finds ${path}`, () =>
      assert.deepEqual(new FilePositions(workspace, ["gone.yaml"]).positionOf(path), { file, line, value }));
});
