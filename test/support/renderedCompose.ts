import { renderStackFile } from "../../components/stack/renderStackFile.ts";
import { objectNames } from "../../components/stack/stackObjects.ts";
import { modelOf } from "./composeModel.ts";

type Files = Readonly<Record<string, string>>;

/** What docker gets for a compose file, and the warnings. */
export function rendered(text: string, files: Files = {}) {
  const model = modelOf(text, { files });
  const names = objectNames(model, "key");
  const file = JSON.parse(renderStackFile(model, { images: {}, objectNames: names }).text);
  const warnings = model.warnings.map(({ path, problem, hint }) => `${path}: ${problem} → ${hint}`);
  return { file, model, warnings: warnings.map((line) => line.replace("compose.yaml: ", "")) };
}
