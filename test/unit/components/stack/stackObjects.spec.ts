import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { ComposeModel, StackObject } from "../../../../components/stack/composeModel.ts";
import { deployPayload, objectNames } from "../../../../components/stack/stackObjects.ts";

function modelWith(...objects: StackObject[]): ComposeModel {
  const document = { services: {}, networks: {}, volumes: {}, configs: {}, secrets: {} };
  return { name: "shop", file: "compose.yaml", document, builds: {}, ports: [], objects, notes: [] };
}

const page: StackObject = { kind: "config", key: "page", content: '{"title":"ü"}\n' };
const password: StackObject = { kind: "secret", key: "password", content: "hunter2" };

describe("objectNames", () => {
  it("are stack, key and the first 12 digits of the content's keyed hash", () => {
    const digits = (text: string) => createHmac("sha256", "key").update(text).digest("hex").slice(0, 12);
    assert.deepEqual(objectNames(modelWith(page, password), "key"), {
      "config/page": `shop_page-${digits('config/page\0{"title":"ü"}\n')}`,
      "secret/password": `shop_password-${digits("secret/password\0hunter2")}`,
    });
  });

  it("are the same from one version of this program to the next", () => {
    assert.deepEqual(objectNames(modelWith(password), "key"), {
      "secret/password": "shop_password-a903ff5f0706",
    });
  });

  it("tell content, kind, key of the object and key of the hash apart", () => {
    const name = (object: StackObject, key: string) => Object.values(objectNames(modelWith(object), key))[0];
    const names = [
      name(password, "key"),
      name({ ...password, content: "hunter3" }, "key"),
      name({ ...password, kind: "config" }, "key"),
      name({ ...password, key: "passwort" }, "key"),
      name(password, "other key"),
    ];
    assert.equal(new Set(names).size, names.length);
  });
});

describe("deployPayload", () => {
  const names = { "config/page": "shop_page-1", "secret/password": "shop_password-2" };

  it("has a line for each object and the compose file last", () => {
    assert.equal(
      deployPayload(modelWith(page, password), names, "services: {}\n"),
      `config shop_page-1 eyJ0aXRsZSI6IsO8In0K
secret shop_password-2 aHVudGVyMg==
compose c2VydmljZXM6IHt9Cg==
`,
    );
  });

  it("is the compose file alone without objects", () => {
    assert.equal(deployPayload(modelWith(), {}, "services: {}\n"), "compose c2VydmljZXM6IHt9Cg==\n");
  });
});
