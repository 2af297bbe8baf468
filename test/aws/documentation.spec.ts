import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { awsCliFolder, awsTestPlugins } from "../../tools/test/awsParts.ts";
import { Clone } from "../support/clone.ts";
import { Folder } from "../support/folder.ts";
import { startApi, stopApi } from "./emulator/apiServer.ts";
import type { AwsApi } from "./emulator/awsApi.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/aws.md"), "utf8");

/** The code blocks of a section, without the indentation of the list that they are in. */
function blocksIn(section: string, language: string): string[] {
  const start = page.indexOf(`\n## ${section}\n`);
  assert.notEqual(start, -1, section);
  const end = page.indexOf("\n## ", start + 1);
  const block = new RegExp(`^(?<indent> *)\`\`\`${language}\\n(?<code>.*?)^ *\`\`\`$`, "gms");
  return [...page.slice(start, end).matchAll(block)].map(({ groups: { indent = "", code = "" } = {} }) =>
    code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}

/** A preview shows what `up` would do; public.spec.ts and cluster.spec.ts do it. */
const untilUp = (block: string) => block.slice(0, block.indexOf("npm run up "));

/** What the reader has already: credentials and a region, as `aws configure` asks for, and an address. The names in the commands can stay in this account. */
const administrator = "[default]\naws_access_key_id = test\naws_secret_access_key = test\n";
const deployerPolicies = [
  "swarm-deployer",
  "swarm-deployer-options",
  "swarm-deployer-services",
  "swarm-state",
];
const nobody = "203.0.113.7/32";

describe("the commands of docs/aws.md", () => {
  let server: ChildProcess;
  let api: AwsApi;
  let clone: Clone;
  let folder: Folder;

  /** Runs commands as a reader does, one after the other in one terminal. */
  const run = async (...blocks: readonly string[]) => {
    const { code, output } = await clone.run("bash", ["-euo", "pipefail", "-c", blocks.join("")]);
    assert.equal(code, 0, output);
    return output;
  };
  const aws = async (command: string) => JSON.parse(await run(`aws ${command} --output json`));

  const policiesOf = async (role: string): Promise<string[]> => {
    const { AttachedPolicies } = await aws(`iam list-attached-role-policies --role-name ${role}`);
    return AttachedPolicies.map(({ PolicyName }: { readonly PolicyName: string }) => PolicyName).sort();
  };

  before(async () => {
    ({ server, api } = await startApi("eu-central-1"));
    folder = new Folder().write({ credentials: administrator, config: "[default]\nregion = eu-central-1\n" });
    clone = new Clone(
      "prod",
      {},
      {
        environment: {
          PATH: [awsCliFolder, process.env.PATH].join(delimiter),
          AWS_ENDPOINT_URL: api.url,
          // The engine asks for the role with this one only.
          AWS_ENDPOINT_URL_STS: api.url,
          AWS_SHARED_CREDENTIALS_FILE: folder.at("credentials"),
          AWS_CONFIG_FILE: folder.at("config"),
          AWS_EC2_METADATA_DISABLED: "true",
        },
        plugins: awsTestPlugins,
      },
    );
    clone.write({ "Pulumi.prod.yaml": readFileSync(join(root, "Pulumi.prod.yaml"), "utf8") });
  });

  after(async () => {
    clone?.remove();
    folder?.[Symbol.dispose]();
    if (server) await stopApi(server);
  });

  it("lead from an empty account to a preview of the production stack", async () => {
    const [signIn = "", deployer = "", state = "", become = "", build = ""] = blocksIn(
      "From an empty account to a running cluster",
      "sh",
    );
    clone.edit("Pulumi.prod.yaml", (text) => text.replace(nobody, "198.18.0.0/24"));
    assert.ok(build.endsWith("\nnpm run up -- --stack prod\n"), build);
    const output = await run(signIn, deployer, state, become, untilUp(build));
    assert.match(output, /^Created stack 'prod'$/m);
    assert.match(output, /^Resources:\n {4}\+ \d{3} to create$/m);
    assert.match(output, /^Monthly cost of stack prod$/m);
    // The preview read the account as the deployer, and changed nothing.
    assert.ok((await api.actions()).includes("sts:AssumeRole"));
    const left = Object.entries(await api.left()).map(([kind, ids]) => `${ids.length} ${kind}`);
    assert.deepEqual(left, ["2 roles", "1 keys", "1 buckets"]);
  });

  it("give the deployer its policies, and nobody the boundary", async () => {
    assert.deepEqual(await policiesOf("swarm-deployer"), deployerPolicies);
    const { Role } = await aws("iam get-role --role-name swarm-deployer");
    assert.deepEqual(Role.AssumeRolePolicyDocument.Statement, [
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "123456789012" } },
    ]);
    const arn = "arn:aws:iam::123456789012:policy/swarm-boundary";
    const { Policy } = await aws(`iam get-policy --policy-arn ${arn}`);
    assert.equal(Policy.AttachmentCount, 0);
  });

  it("keep the state in a bucket with versions that is not public, under a key of its own", async () => {
    const { Contents } = await aws("s3api list-objects-v2 --bucket my-swarm-state");
    const keys = Contents.map(({ Key }: { readonly Key: string }) => Key);
    assert.ok(keys.includes(".pulumi/stacks/swarm/prod.json.gz"), keys.join());
    assert.deepEqual(await aws("s3api get-bucket-versioning --bucket my-swarm-state"), { Status: "Enabled" });
    const { PublicAccessBlockConfiguration: closed } = await aws(
      "s3api get-public-access-block --bucket my-swarm-state",
    );
    assert.deepEqual(Object.values(closed), [true, true, true, true]);
    assert.match(
      clone.read("Pulumi.prod.yaml"),
      /^secretsprovider: awskms:\/\/alias\/my-swarm\?region=eu-central-1\nencryptedkey: \S+$/m,
    );
  });

  it("create a role that only the environment production of the repository can assume", async () => {
    const [once = ""] = blocksIn("Pull requests", "sh");
    const [trust = ""] = blocksIn("Pull requests", "json");
    clone.write({ "trust.json": trust });
    await run(once);
    assert.deepEqual(await policiesOf("swarm-up"), deployerPolicies);
    const { Role } = await aws("iam get-role --role-name swarm-up");
    assert.equal(Role.MaxSessionDuration, 5400);
    assert.deepEqual(Role.AssumeRolePolicyDocument, JSON.parse(trust));
    const { OpenIDConnectProviderList: providers } = await aws("iam list-open-id-connect-providers");
    assert.deepEqual(providers, [{ Arn: Role.AssumeRolePolicyDocument.Statement[0].Principal.Federated }]);
  });
});
