import { cliFolder } from "../../setup/pulumiHome.ts";
import { Folder } from "./folder.ts";

/** Does some work with a shell script as Pulumi; `$HOME_OF_FAKE` is a temporary folder. */
export function withPulumi<T>(script: string, work: (home: Folder) => T): T {
  using home = new Folder();
  const before = process.env.PULUMI_HOME;
  process.env.PULUMI_HOME = home.path;
  try {
    const path = cliFolder({ PULUMI_HOME: home.path }).slice(home.path.length + 1);
    home.write({ [`${path}/pulumi`]: `#!/bin/sh\nHOME_OF_FAKE='${home.path}'\n${script}\n` }, 0o755);
    return work(home);
  } finally {
    if (before === undefined) delete process.env.PULUMI_HOME;
    else process.env.PULUMI_HOME = before;
  }
}
