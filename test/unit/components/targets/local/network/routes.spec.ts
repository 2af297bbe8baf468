import assert from "node:assert/strict";
import {
  engineNetworks,
  freeRange,
  hiddenBy,
  readKernelRoutes,
  readNameServers,
  readRoutes,
} from "../../../../../../components/targets/local/network/routes.ts";
import { FakeDocker } from "../../../../../support/fakeDocker.ts";

const route = (range: string, device: string, to = range) => ({
  range,
  what: `the route ${to} dev ${device}`,
});

describe("readRoutes", () => {
  it("reads the output of ip, without default routes and local addresses", () => {
    const text = `default via 172.31.16.1 dev ens5 proto dhcp src 172.31.20.7 metric 100
0.0.0.0/1 via 10.8.0.1 dev tun0
128.0.0.0/1 via 10.8.0.1 dev tun0
10.0.0.0/8 via 10.8.0.1 dev tun0 table 52
10.8.0.1 dev tun0 proto kernel scope link src 10.8.0.2
172.31.16.0/20 dev ens5 proto kernel scope link src 172.31.20.7 metric 100
172.17.0.0/16 dev docker0 proto kernel scope link src 172.17.0.1 linkdown
local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1
broadcast 172.31.31.255 dev ens5 table local proto kernel scope link src 172.31.20.7
blackhole 192.168.0.0/16
`;
    assert.deepEqual(readRoutes(text), [
      route("10.0.0.0/8", "tun0"),
      route("10.8.0.1/32", "tun0", "10.8.0.1"),
      route("172.31.16.0/20", "ens5"),
      route("172.17.0.0/16", "docker0"),
    ]);
  });
});

describe("readKernelRoutes", () => {
  it("reads /proc/net/route", () => {
    const text = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
ens5\t00000000\t01101FAC\t0003\t0\t0\t100\t00000000\t0\t0\t0
ens5\t00101FAC\t00000000\t0001\t0\t0\t100\t00F0FFFF\t0\t0\t0
`;
    assert.deepEqual(readKernelRoutes(text), [route("172.31.16.0/20", "ens5")]);
  });
});

describe("readNameServers", () => {
  it("reads resolv.conf, without local resolvers", () => {
    const text =
      "# nameserver 9.9.9.9\nnameserver 127.0.0.53\nnameserver 172.31.0.2\nnameserver fe80::1\nsearch internal\n";
    assert.deepEqual(readNameServers(text), [{ range: "172.31.0.2/32", what: "the name server 172.31.0.2" }]);
  });
});

describe("hiddenBy", () => {
  it("returns routes that overlap the range", () => {
    const reached = [route("172.31.0.0/16", "ens5"), route("10.0.0.0/8", "tun0")];
    assert.deepEqual(hiddenBy("172.31.0.0/24", reached), [route("172.31.0.0/16", "ens5")]);
    assert.deepEqual(hiddenBy("192.168.0.0/24", reached), []);
  });
});

describe("freeRange", () => {
  it("returns the default range if it is free, else the next free one", () => {
    assert.equal(freeRange([], []), "172.31.0.0/24");
    assert.equal(freeRange([], ["172.31.0.0/24", "172.31.1.0/24"]), "172.31.2.0/24");
    assert.equal(freeRange([route("172.31.0.0/20", "ens5")], []), "172.31.16.0/24");
    assert.equal(freeRange([route("172.31.0.0/16", "ens5")], ["10.128.0.0/16"]), "10.213.0.0/24");
    const everything = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((range) => route(range, "tun0"));
    assert.equal(freeRange(everything, []), undefined);
  });
});

describe("engineNetworks", () => {
  it("reads the other networks if one was removed in the meantime", async () => {
    using _docker = new FakeDocker(`case "$*" in
  "network ls "*) printf 'a1\\nb2\\nc3\\n' ;;
  "network inspect a1 b2 c3 "*) printf 'one 172.31.4.0/24 \\nthree 172.31.6.0/24 \\n'; exit 1 ;;
esac`);
    assert.deepEqual(
      [...(await engineNetworks())],
      [
        ["one", "172.31.4.0/24"],
        ["three", "172.31.6.0/24"],
      ],
    );
  });
});
