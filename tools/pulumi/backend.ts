import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { settingsFile, textAt } from "../../components/input/userFile.ts";
import { stateFolder } from "../../setup/project.ts";
import { type Environment, pulumiHome } from "../../setup/pulumiHome.ts";

/** Where Pulumi keeps the state of its stacks. */
export interface Backend {
  /** Its URL, if it is known without asking Pulumi. */
  readonly url: string | undefined;
  /** True if the user chose it in the environment, in Pulumi.yaml or by a login. */
  readonly chosen: boolean;
}

/** The user's own backend, or the project's folder if there is none. */
export function findBackend(environment: Environment, root: string): Backend {
  if (environment.PULUMI_BACKEND_URL) return { url: environment.PULUMI_BACKEND_URL, chosen: true };
  if (/^backend:/m.test(textAt(join(root, "Pulumi.yaml"), settingsFile) ?? ""))
    return { url: undefined, chosen: true };
  const login = currentLogin(environment);
  if (login) return { url: login, chosen: true };
  if (environment.PULUMI_ACCESS_TOKEN) return { url: undefined, chosen: true };
  return { url: pathToFileURL(stateFolder(root)).href, chosen: false };
}

function currentLogin(environment: Environment): string | undefined {
  const file = join(environment.PULUMI_CREDENTIALS_PATH || pulumiHome(environment), "credentials.json");
  return loginIn(textAt(file, settingsFile) || "{}", file);
}

/** @throws if it is not a JSON object */
export function loginIn(text: string, file: string): string | undefined {
  try {
    const { current } = JSON.parse(text);
    return typeof current === "string" && current !== "" ? current : undefined;
  } catch {
    throw new Error(`${file} is not a JSON object\n  → repair it, or remove it and run pulumi login again`);
  }
}
