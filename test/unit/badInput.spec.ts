import assert from "node:assert/strict";
import { serviceRules } from "../../components/compose/schema/serviceRules.ts";
import { readUserInput } from "../../components/userInput/readUserInput.ts";
import { withinASecond } from "../support/processorTime.ts";
import { workspaceWith } from "../support/workspace.ts";
import { badAws } from "./badInput/aws.ts";
import { badAwsEntryPoints } from "./badInput/awsEntryPoint.ts";
import { badAwsMachines } from "./badInput/awsMachines.ts";
import { badAwsNetworks } from "./badInput/awsNetwork.ts";
import { badAwsPools } from "./badInput/awsPools.ts";
import { type BadInput, lines, web } from "./badInput/badInput.ts";
import { badBeside } from "./badInput/beside.ts";
import { badBinds } from "./badInput/binds.ts";
import { badBounds } from "./badInput/bounds.ts";
import { badBuilds } from "./badInput/builds.ts";
import { badFiles } from "./badInput/composeFile.ts";
import { definitionMistakes } from "./badInput/definitionMistakes.ts";
import { badDefinitions } from "./badInput/definitions.ts";
import { badDeploys } from "./badInput/deploy.ts";
import { deployLines } from "./badInput/deployLines.ts";
import { deployMistakes } from "./badInput/deployMistakes.ts";
import { badEnvFiles } from "./badInput/envFiles.ts";
import { badExtends } from "./badInput/extends.ts";
import { formLines } from "./badInput/formLines.ts";
import { badHosts, badKeys } from "./badInput/hosts.ts";
import { badRegistries } from "./badInput/hostsRegistry.ts";
import { badImages, badMirrors } from "./badInput/images.ts";
import { badIncludes } from "./badInput/include.ts";
import { leftOutKeys } from "./badInput/leftOutKeys.ts";
import { badLegacyKeys } from "./badInput/legacyKeys.ts";
import { badLocals } from "./badInput/local.ts";
import { badLogging } from "./badInput/logging.ts";
import { badMerges } from "./badInput/mergedFiles.ts";
import { badMounts } from "./badInput/mounts.ts";
import { badObjects } from "./badInput/objects.ts";
import { portLines } from "./badInput/portLines.ts";
import { badPorts } from "./badInput/ports.ts";
import { refusedKeys } from "./badInput/refusedKeys.ts";
import { refusedValues } from "./badInput/refusedValues.ts";
import { sectionLines } from "./badInput/sectionLines.ts";
import { serviceMistakes } from "./badInput/serviceMistakes.ts";
import { badServices } from "./badInput/services.ts";
import { badSettings } from "./badInput/settings.ts";
import { badStacks } from "./badInput/stacks.ts";
import { taskMistakes } from "./badInput/taskMistakes.ts";
import { badTasks } from "./badInput/tasks.ts";
import { manyFaults } from "./badInput/together.ts";
import { variableLines } from "./badInput/variableLines.ts";
import { badVariables } from "./badInput/variables.ts";
import { badWholeFiles } from "./badInput/wholeFiles.ts";
import { badYaml } from "./badInput/yaml.ts";

const tables: Readonly<Record<string, readonly BadInput[]>> = {
  settings: badSettings,
  "swarm:local and swarm:addressPool": badLocals,
  "swarm:aws": badAws,
  "machines of swarm:aws": badAwsMachines,
  "pools that scale": badAwsPools,
  "swarm:aws.network": badAwsNetworks,
  "swarm:aws.entryPoint": badAwsEntryPoints,
  "swarm:logging": badLogging,
  "swarm:images": [...badImages, ...badMirrors],
  "swarm:hosts": badHosts,
  "swarm:sshKey": badKeys,
  "swarm:registry": badRegistries,
  "swarm:stacks": badStacks,
  "a compose file": badFiles,
  YAML: badYaml,
  "a file beyond the limits": badBounds,
  "a file as a whole": badWholeFiles,
  "several lines of a service": badBeside,
  "env files": badEnvFiles,
  extends: badExtends,
  include: badIncludes,
  "several compose files, and profiles": badMerges,
  "variables of a compose file": badVariables,
  "a service": badServices,
  "a service's keys for docker compose": badLegacyKeys,
  "a service's mounts": badMounts,
  "mounts of this computer's files": badBinds,
  "a service's tasks": badTasks,
  "a service's build": badBuilds,
  "a service's ports": badPorts,
  "a service's deploy": badDeploys,
  "networks and volumes": badDefinitions,
  "configs and secrets": badObjects,
  "several mistakes at once": manyFaults,
};

/** By a line: the diagnostic, without the place of what has the line. */
const lineTables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a value of a service": formLines,
  "a variable in a service": variableLines,
  "a port of a service": portLines,
  "a value below deploy": deployLines,
  "a mistake below deploy": deployMistakes,
  "a mistake about tasks": taskMistakes,
  "a mistake in a service": serviceMistakes,
  "a value that docker refuses": refusedValues,
};

type Written = Omit<BadInput, "diagnostics" | "name">;

function inputOf({ settings = {}, compose, files = {}, environment }: Written) {
  const stacks = compose === undefined ? {} : { shop: { file: "compose.yaml" } };
  const workspace = workspaceWith(
    { ...(compose === undefined ? {} : { "compose.yaml": compose }), ...files },
    environment,
  );
  return readUserInput({ stacks, ...settings }, { project: "swarm", stack: "dev" }, workspace);
}

function faultsOf(written: Written) {
  const read: ReturnType<typeof inputOf>[] = [];
  withinASecond(() => read.push(inputOf(written)));
  return (read.at(-1) as (typeof read)[0]).diagnostics.map(
    ({ path, problem, hint }) => `${path}: ${problem} → ${hint}`,
  );
}

describe("bad input", () => {
  for (const [subject, table] of Object.entries(tables))
    describe(subject, () => {
      for (const { name, diagnostics, ...written } of table)
        it(name, () => assert.deepEqual(faultsOf(written), diagnostics));
    });

  for (const [subject, table] of Object.entries(lineTables))
    describe(subject, () => {
      for (const [line, diagnostic] of Object.entries(table))
        it(line, () =>
          assert.deepEqual(faultsOf({ compose: web(line) }), [`compose.yaml: services.web.${diagnostic}`]),
        );
    });

  describe("a line at the top of the file", () => {
    for (const [line, diagnostic] of Object.entries({ ...sectionLines, ...definitionMistakes }))
      it(line, () =>
        assert.deepEqual(faultsOf({ compose: lines(web(), line) }), [`compose.yaml: ${diagnostic}`]),
      );
  });

  describe("a service key that swarm does not support", () => {
    for (const [key, diagnostic] of Object.entries(refusedKeys))
      it(key, () =>
        assert.deepEqual(faultsOf({ compose: web(`${key}: x`) }), [
          `compose.yaml: services.web.${key}: ${diagnostic}`,
        ]),
      );

    it("is in this table", () => {
      const refused = Object.entries(serviceRules).filter(([, { handling: fate }]) => fate === "refused");
      assert.deepEqual(
        refused.map(([key]) => key),
        Object.keys(refusedKeys),
      );
    });
  });

  describe("a service key that is left out", () => {
    for (const [key, said] of Object.entries(leftOutKeys))
      it(key, () => {
        const { models, diagnostics } = inputOf({ compose: web(`${key}: x`) });
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(
          models.flatMap(({ warnings }) =>
            warnings.map(({ path, problem: said, hint }) => `${path}: ${said} → ${hint}`),
          ),
          [`compose.yaml: services.web.${key}: is left out; ${said}`],
        );
        const service = models[0]?.document.services.web;
        const { logging: _usual, ...rest } = { ...service } as Record<string, unknown>;
        assert.deepEqual(rest, { image: "nginx" });
      });

    it("is in this table", () => {
      const left = Object.entries(serviceRules).filter(([, { handling: fate }]) => fate === "left out");
      assert.deepEqual(
        left.map(([key]) => key),
        Object.keys(leftOutKeys),
      );
    });
  });

  it("is not reported for good input", () => {
    assert.deepEqual(faultsOf({ compose: web() }), []);
  });
});
