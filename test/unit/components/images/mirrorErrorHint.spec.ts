import assert from "node:assert/strict";
import { mirrorErrorHint } from "../../../../components/images/mirrorErrorHint.ts";

const ends = { source: "ghcr.io", hasLogin: false, target: "127.0.0.1:20009" };
const instead = "or leave the image where it is: swarm:stacks.<name>.mirror: {<service>: false}";
const status = (url: string) => `unexpected status from HEAD request to ${url}: 401 Unauthorized`;

/** Docker's last words, as they were seen → what to do. */
const hints: Readonly<Record<string, string>> = {
  'failed to do request: Head "https://ghcr.io/v2/a/b/manifests/1": dial tcp: lookup ghcr.io: no such host': `see that ghcr.io answers from this computer, ${instead}`,
  'failed to do request: Head "http://ghcr.io/v2/": dial tcp 192.0.2.1:443: connect: connection refused': `see that ghcr.io answers from this computer, ${instead}`,
  [status("https://ghcr.io/v2/a/b/manifests/1")]:
    'if it is private, set username and password in swarm:images.sources["ghcr.io"]; else fix the name',
  "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope":
    'if it is private, set username and password in swarm:images.sources["ghcr.io"]; else fix the name',
  "ghcr.io/a/b:1: not found": "fix the name or the tag",
  "something else": `see that ghcr.io and the cluster's registry answer from this computer, ${instead}`,
  [`copy sha256:1 from ghcr.io/a/b@sha256:1 to 127.0.0.1:20009/shop:b-1: ${status("http://127.0.0.1:20009/v2/shop/blobs/sha256:2")}`]:
    "see that the cluster's registry has its own password; to recreate one in a container: npm run up -- --replace '**:Container::registry'",
  'copy sha256:1 from ghcr.io/a/b@sha256:1 to 127.0.0.1:20009/shop:b-1: failed to do request: Head "http://127.0.0.1:20009/v2/shop/blobs/sha256:2": connect: connection refused':
    "see that the cluster's registry, 127.0.0.1:20009, answers from this computer, then run npm run up again",
  "copy sha256:1 from ghcr.io/a/b@sha256:1 to 127.0.0.1:20009/shop:b-1: unexpected status from GET request to https://ghcr.io/v2/: 403 Forbidden":
    'if it is private, set username and password in swarm:images.sources["ghcr.io"]; else fix the name',
};

describe("mirrorErrorHint", () => {
  for (const [error, hint] of Object.entries(hints))
    it(error.slice(0, 90), () => assert.equal(mirrorErrorHint(error, ends), hint));

  it("suggests checking the login if there is one", () => {
    assert.equal(
      mirrorErrorHint(status("https://ghcr.io/v2/"), { ...ends, hasLogin: true }),
      'see that swarm:images.sources["ghcr.io"] has a username and a password that may pull it, and that the name is right',
    );
  });
});
