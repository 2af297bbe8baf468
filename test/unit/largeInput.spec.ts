import assert from "node:assert/strict";
import { describeFaults } from "../../components/input/fault.ts";
import { describeNotes } from "../../components/input/note.ts";
import { needRecords, needsOf } from "../../components/preflight/needs.ts";
import { planDeployment } from "../../components/stack/deployment.ts";
import { imagePlan } from "../../components/stack/imagePlan.ts";
import { serviceHashes } from "../../components/stack/serviceSummary.ts";
import { readUserInput, type UserInput } from "../../components/userInput.ts";
import { largeCompose } from "../support/largeCompose.ts";
import { largeFiles } from "../support/largeFiles.ts";
import { largeSettings } from "../support/largeSettings.ts";
import { withinASecond } from "../support/processorTime.ts";
import { surroundingsWith } from "../support/surroundings.ts";

describe("large input is read or refused within a second:", function () {
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
          surroundingsWith({ "compose.yaml": compose, ...files }),
        );
        describeFaults(input.faults);
        describeNotes(input.models.flatMap(({ notes }) => notes));
      }, "reading");
      const [first] = input?.faults ?? [];
      const text = first ? `${first.path}: ${first.problem} → ${first.remedy}` : "";
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
