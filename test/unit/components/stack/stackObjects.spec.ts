import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { ComposeModel } from "../../../../components/compose/model.ts";
import type { StackObject } from "../../../../components/compose/translate/objectContent.ts";
import { externalObjects, objectNames, plannedObjects } from "../../../../components/stack/stackObjects.ts";
import { modelOf } from "../../../support/composeModel.ts";

function modelWith(...objects: StackObject[]): ComposeModel {
  const document = { services: {}, networks: {}, volumes: {}, configs: {}, secrets: {} };
  return {
    name: "shop",
    file: "compose.yaml",
    document,
    builds: {},
    ports: [],
    objects,
    binds: {},
    pinned: [],
    warnings: [],
  };
}

const page: StackObject = { kind: "config", key: "page", content: Buffer.from('{"title":"ü"}\n') };
const password: StackObject = { kind: "secret", key: "password", content: Buffer.from("hunter2") };

describe("objectNames", () => {
  it("join stack, key and the first 12 digits of the content's keyed hash", () => {
    const digits = (text: string) => createHmac("sha256", "key").update(text).digest("hex").slice(0, 12);
    assert.deepEqual(objectNames(modelWith(page, password), "key"), {
      "config/page": `shop_page-${digits('config/page\0{"title":"ü"}\n')}`,
      "secret/password": `shop_password-${digits("secret/password\0hunter2")}`,
    });
  });

  it("stay the same in every version of this program", () => {
    assert.deepEqual(objectNames(modelWith(password), "key"), {
      "secret/password": "shop_password-a903ff5f0706",
    });
  });

  it("depend on content, kind, object key and hash key", () => {
    const name = (object: StackObject, key: string) => Object.values(objectNames(modelWith(object), key))[0];
    const names = [
      name(password, "key"),
      name({ ...password, content: Buffer.from("hunter3") }, "key"),
      name({ ...password, kind: "config" }, "key"),
      name({ ...password, key: "passwort" }, "key"),
      name({ ...password, template: "golang" }, "key"),
      name(password, "other key"),
    ];
    assert.equal(new Set(names).size, names.length);
  });
});

describe("plannedObjects", () => {
  const names = { "config/page": "shop_page-1", "secret/password": "shop_password-2" };

  it("contain any bytes and the template driver", () => {
    const key: StackObject = { kind: "secret", key: "password", content: Buffer.from([0xff, 0, 0x0a]) };
    assert.deepEqual(plannedObjects(modelWith(key, { ...page, template: "golang" }), names), [
      { kind: "secret", name: "shop_password-2", content: "/wAK" },
      { kind: "config", name: "shop_page-1", content: "eyJ0aXRsZSI6IsO8In0K", template: "golang" },
    ]);
    assert.deepEqual(plannedObjects(modelWith(), {}), []);
  });

  it("contain labels, and no secret of a driver", () => {
    const labels = { caddy: "a b", empty: "" };
    const driven: StackObject = { ...password, driver: "vault" };
    assert.deepEqual(plannedObjects(modelWith({ ...page, labels }, driven), names), [
      { kind: "config", name: "shop_page-1", content: "eyJ0aXRsZSI6IsO8In0K", labels },
    ]);
  });
});

describe("externalObjects", () => {
  it("are those that a service uses, without the networks of every node", () => {
    const model = modelOf(`
services:
  web: {image: nginx, secrets: [tls], networks: [public, nodes]}
  api: {image: nginx, secrets: [{source: tls, target: key}], configs: [page]}
secrets: {tls: {external: true, name: tls_v2}, unused: {external: true}}
configs: {page: {external: true}}
networks: {public: {external: true}, nodes: {external: true, name: host}}
`);
    assert.deepEqual(externalObjects(model), [
      { kind: "config", name: "page", services: ["api"] },
      { kind: "secret", name: "tls_v2", services: ["web", "api"] },
      { kind: "network", name: "public", services: ["web"] },
    ]);
  });
});
