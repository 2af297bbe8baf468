import type { ComposeModel } from "./composeModel.ts";
import { rewriteComposeFile } from "./composeRewrite.ts";
import { deployPayload, objectNames } from "./stackObjects.ts";

/** What deploy.sh is told. */
export interface Deployment {
  /** `SERVICE=REVISION=KIND …`, a word for each service. */
  readonly words: string;
  /** Objects and the rewritten compose file; secret. */
  readonly payload: string;
}

export function planDeployment(
  model: ComposeModel,
  images: Readonly<Record<string, string>>,
  objectKey: string,
): Deployment {
  const names = objectNames(model, objectKey);
  const { text, revisions, expectations } = rewriteComposeFile(model, {
    images,
    objectNames: names,
    key: objectKey,
  });
  const words = Object.entries(revisions).map(([service, revision]) => {
    const expected = expectations[service];
    const kind = expected?.job ? "job" : expected?.healthcheck ? "checked" : "unchecked";
    return `${service}=${revision}=${kind}`;
  });
  return { words: words.join(" "), payload: deployPayload(model, names, text) };
}
