import assert from "node:assert/strict";
import {
  planMove,
  readStoredVolumes,
  readVolumeServices,
  sizeText,
  volumeTable,
} from "../../../../tools/cluster/volumes.ts";

const services = readVolumeServices(
  [
    "node manager-0 n0",
    "node worker-0 n1",
    "holds shop_data n1",
    "holds shop_log n1",
    "holds shop_other n0",
    "uses shop_db 1 shop_data shop_log",
    "uses shop_backup 0 shop_log",
    "uses shop_web 3",
    "uses shop_agent - shop_state",
  ].join("\n"),
);

describe("the volumes of a cluster", () => {
  it("are listed with their services, node, size, and the copy in use", () => {
    const stored = [
      ...readStoredVolumes("worker-0", "shop_log shop 12\nshop_data shop 2048"),
      ...readStoredVolumes("manager-0", "shop_data shop 4\nby_hand - 1572864"),
    ];
    assert.equal(
      volumeTable(stored, services),
      [
        "VOLUME     STACK  SERVICES              NODE       SIZE",
        "by_hand    -      -                     manager-0  1.5 GiB",
        "shop_data  shop   shop_db               manager-0  4 KiB    copy; in use on worker-0",
        "shop_data  shop   shop_db               worker-0   2.0 MiB  in use here",
        "shop_log   shop   shop_db, shop_backup  worker-0   12 KiB   in use here",
      ].join("\n"),
    );
  });

  it("have sizes in the largest unit that fits", () => {
    assert.deepEqual([0, 1023, 1024, 5 * 1024 ** 4].map(sizeText), [
      "0 KiB",
      "1023 KiB",
      "1.0 MiB",
      "5120.0 TiB",
    ]);
  });
});

describe("a move of a volume", () => {
  it("takes the volumes and services along that belong to it", () => {
    const { volumes, services: moved, from } = planMove("shop_data", "manager-0", services);
    assert.deepEqual(
      [volumes, moved.map(({ name, replicas }) => [name, replicas]), from],
      [
        ["shop_data", "shop_log"],
        [
          ["shop_db", 1],
          ["shop_backup", 0],
        ],
        "worker-0",
      ],
    );
  });

  for (const [title, volume, node, message] of [
    [
      "an unknown volume",
      "shop_nothing",
      "manager-0",
      "no node holds a volume shop_nothing\n  → npm run volumes lists them; to move a service with placement constraints, change the constraint",
    ],
    [
      "an unknown node",
      "shop_data",
      "worker-9",
      "no node is called worker-9\n  → one of: manager-0, worker-0",
    ],
    [
      "the node where it is",
      "shop_data",
      "worker-0",
      "shop_data is on worker-0 already\n  → npm run volumes",
    ],
  ] as const)
    it(`is refused for ${title}`, () => {
      assert.throws(() => planMove(volume, node, services), { message });
    });

  it("is refused if a global service uses the volume", () => {
    const used = readVolumeServices("node a n0\nnode b n1\nholds x n0\nuses agent - x");
    assert.throws(() => planMove("x", "b", used), {
      message:
        "agent uses x on every node, so it cannot stop for the move\n  → give the services volumes of their own",
    });
  });
});
