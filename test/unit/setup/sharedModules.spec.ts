import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const go = join(import.meta.dirname, "../../../setup/go");

/** The modules that take longest to compile, and those that they import. */
const heavy = [
  "github.com/aws/aws-sdk-go-v2",
  "github.com/aws/smithy-go",
  "github.com/go-git/go-git/v6",
  "github.com/zclconf/go-cty",
  "go.opentelemetry.io/otel",
  "golang.org/x/crypto",
  "golang.org/x/net",
  "golang.org/x/text",
  "google.golang.org/grpc",
  "google.golang.org/protobuf",
];

function versionIn(program: string, module: string): string | undefined {
  const text = readFileSync(join(go, program, "go.mod"), "utf8");
  return new RegExp(`^\\s*(?:require )?${module.replaceAll(".", "\\.")} (v\\S+)`, "m").exec(text)?.[1];
}

describe("the Go programs that set-up builds", () => {
  for (const module of heavy)
    it(`compile ${module} once`, () => {
      const programs = ["cli", "plugins/docker", "plugins/docker-build", "plugins/command"];
      const versions = programs.map((program) => versionIn(program, module));
      assert.ok(versions.filter(Boolean).length >= 2, `${versions}`);
      assert.deepEqual([...new Set(versions.filter(Boolean))].length, 1, `${versions}`);
    });

  it("compile Pulumi's SDK once for the CLI and plugin docker", () => {
    const [cli, docker] = ["cli", "plugins/docker"].map((program) =>
      versionIn(program, "github.com/pulumi/pulumi/sdk/v3"),
    );
    assert.equal(docker, cli);
  });
});
