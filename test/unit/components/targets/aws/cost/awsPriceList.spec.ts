import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AwsPriceList,
  requireCredentials,
} from "../../../../../../components/targets/aws/cost/awsPriceList.ts";
import type { PriceQuery } from "../../../../../../components/targets/aws/cost/priceList.ts";
import { NoPrices } from "../../../../../../components/targets/targetCost.ts";
import { products } from "./products.ts";

const query: PriceQuery = {
  service: "AmazonEC2",
  attributes: { productFamily: "NAT Gateway" },
  usage: "NatGateway-Hours",
};

interface Asked {
  readonly target: unknown;
  readonly body: unknown;
}

describe("AwsPriceList", () => {
  const before = { ...process.env };
  const asked: Asked[] = [];
  let answer: { status: number; body: unknown } | undefined;
  let server: Server;

  // The service's part is played on this computer; the client is AWS's own.
  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      let text = "";
      request.on("data", (piece) => {
        text += piece;
      });
      request.on("end", () => {
        asked.push({ target: request.headers["x-amz-target"], body: JSON.parse(text) });
        if (!answer) return;
        response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
        response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    for (const name of Object.keys(process.env).filter((key) => key.startsWith("AWS_")))
      delete process.env[name];
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_PRICING: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });
  afterEach(() => {
    for (const name of Object.keys(process.env).filter((key) => key.startsWith("AWS_")))
      delete process.env[name];
    Object.assign(process.env, before);
    server.closeAllConnections();
    server.close();
  });

  const list = (milliseconds = 5000) => new AwsPriceList("eu-central-1", AbortSignal.timeout(milliseconds));
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => assert.fail("it was answered"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof NoPrices, String(error));
    return error.message;
  };

  it("requests the products of the region and finds the price", async () => {
    answer = { status: 200, body: { FormatVersion: "aws_v1", PriceList: products.natGateway } };
    assert.equal(await list().price(query), 0.052);
    assert.deepEqual(asked, [
      {
        target: "AWSPriceListService.GetProducts",
        body: {
          ServiceCode: "AmazonEC2",
          Filters: [
            { Type: "TERM_MATCH", Field: "productFamily", Value: "NAT Gateway" },
            { Type: "TERM_MATCH", Field: "regionCode", Value: "eu-central-1" },
          ],
          MaxResults: 100,
        },
      },
    ]);
  });

  it("names the missing action", async () => {
    answer = {
      status: 400,
      body: { __type: "AccessDeniedException", message: "not authorized to perform: pricing:GetProducts" },
    };
    assert.equal(
      await refusal(list().price(query)),
      "AWS does not let you read prices: not authorized to perform: pricing:GetProducts\n" +
        "  → allow the action pricing:GetProducts",
    );
  });

  it("reports an answer that is not from AWS", async () => {
    answer = { status: 200, body: "<html>404</html>" };
    await assert.rejects(
      list().price(query),
      new NoPrices(
        "what answers is not AWS's price list\n  → see what AWS_ENDPOINT_URL and the proxy settings lead to",
      ),
    );
  });

  it("does not wait longer than its timeout", async () => {
    answer = undefined;
    assert.match(
      await refusal(list(200).price(query)),
      /^AWS's price list does not answer: .*\n {2}→ try again later$/,
    );
  });

  it("says how to get credentials if there are none, and sends nothing", async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    const sentence =
      "there are no AWS credentials to ask the price list with\n" +
      "  → aws sso login or aws configure, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
    assert.equal(await refusal(list().price(query)), sentence);
    assert.equal(await refusal(requireCredentials()), sentence);
    assert.deepEqual(asked, []);
  });
});
