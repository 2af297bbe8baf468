import assert from "node:assert/strict";
import { imagePlan } from "../../components/images/imagePlan.ts";
import { describeDiagnostics } from "../../components/input/diagnostic.ts";
import { describeWarnings } from "../../components/input/warning.ts";
import { needRecords, needsOf } from "../../components/preflight/needs.ts";
import { planDeployment } from "../../components/stack/deployment.ts";
import { serviceHashes } from "../../components/stack/serviceSummary.ts";
import { readUserInput, type UserInput } from "../../components/userInput/readUserInput.ts";
import { largeCompose } from "../support/largeCompose.ts";
import { largeFiles } from "../support/largeFiles.ts";
import { largeSettings } from "../support/largeSettings.ts";
import { withinASecond } from "../support/processorTime.ts";
import { workspaceWith } from "../support/workspace.ts";

describe("the program reads or refuses large input within a second:", function () {
  this.timeout(60_000);
  const node = { name: "manager-0", role: "manager", index: 0, labels: {} } as const;

  const inputs = { ...largeCompose, ...largeFiles, ...largeSettings };
  for (const [name, make] of Object.entries(inputs))
    it(name, () => {
      const { compose, files = {}, settings = {}, told } = make();
      let input: UserInput | undefined;
      withinASecond(() => {
        input = readUserInput(
          { stacks: { shop: { file: "compose.yaml" } }, ...settings },
          { project: "swarm", stack: "dev" },
          workspaceWith({ "compose.yaml": compose, ...files }),
        );
        describeDiagnostics(input.diagnostics);
        describeWarnings(input.models.flatMap(({ warnings }) => warnings));
      }, "reading");
      const [first] = input?.diagnostics ?? [];
      const text = first ? `${first.path}: ${first.problem} → ${first.hint}` : "";
      assert.equal(text.slice(0, told.length || undefined), told);
      const { models = [], settings: read } = input ?? {};
      for (const model of models)
        withinASecond(() => {
          planDeployment(model, {}, "key", "0123456789abcdef");
          serviceHashes(model, "key");
          if (!read) return;
          needRecords(needsOf(node, models, { ...read, size: 3 }));
          imagePlan(model, read);
        }, "what comes of it");
    });
});
