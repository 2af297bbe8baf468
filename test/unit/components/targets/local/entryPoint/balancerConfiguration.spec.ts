import assert from "node:assert/strict";
import {
  balancedPorts,
  balancerConfiguration,
} from "../../../../../../components/targets/local/entryPoint/balancerConfiguration.ts";

const head = `global
  maxconn 4096
  stats socket /run/haproxy.sock mode 600 level admin

resolvers docker
  nameserver dns 127.0.0.11:53
  accepted_payload_size 8192
  hold valid 500ms
  hold obsolete 2s
  timeout resolve 500ms
  timeout retry 500ms

defaults
  timeout connect 1s
  timeout check 1s
  timeout client 1h
  timeout server 1h
  timeout http-request 30s
  timeout http-keep-alive 1m
  retries 5
  option redispatch 1
  option dontlognull
  option srvtcpka
  srvtcpka-idle 2s
  srvtcpka-intvl 1s
  srvtcpka-cnt 3
  default-server inter 500ms fastinter 200ms downinter 200ms fall 2 rise 1
`;

const http = `listen port-8080
  bind :8080
  mode http
  balance roundrobin
  option forwardfor
  http-request disable-l7-retry unless METH_GET
  retry-on conn-failure empty-response junk-response 502 503 504
  option httpchk GET /
  http-check expect status 200-499
  use_backend port-8080-reachable if { nbsrv eq 0 }
  server-template machine 64 machines:8000 check resolvers docker init-addr none

backend port-8080-reachable
  mode http
  balance roundrobin
  option forwardfor
  http-request disable-l7-retry unless METH_GET
  retry-on conn-failure empty-response junk-response 502 503 504
  timeout check 5s
  server-template machine 64 machines:8000 check resolvers docker init-addr none
`;

const tcp = `listen port-8081
  bind :8081
  mode tcp
  balance leastconn
  use_backend port-8081-reachable if { nbsrv eq 0 }
  server-template machine 64 nodes:5432 check resolvers docker init-addr none

backend port-8081-reachable
  mode tcp
  balance leastconn
  timeout check 5s
  server-template machine 64 nodes:5432 check resolvers docker init-addr none
`;

describe("balancerConfiguration", () => {
  it("checks the machines of an http port with requests, and falls back to reachable ones", () => {
    const port = { front: 8080, node: 8000, http: true };
    assert.equal(balancerConfiguration([port], "machines"), `${head}\n${http}`);
  });

  it("checks the machines of any other port with connections, and falls back to slow ones", () => {
    const port = { front: 8081, node: 5432, http: false };
    assert.equal(balancerConfiguration([port], "nodes"), `${head}\n${tcp}`);
  });

  it("has a section for each port, in order", () => {
    const ports = [
      { front: 8080, node: 8000, http: true },
      { front: 8081, node: 5432, http: false },
    ];
    assert.equal(
      balancerConfiguration(ports, "machines"),
      `${head}\n${http}\n${tcp.replaceAll("nodes:", "machines:")}`,
    );
  });
});

describe("balancedPorts", () => {
  it("maps the published TCP ports in order, from the first frontend port on", () => {
    const ports = [
      { published: 8000, protocol: "tcp" as const, http: true },
      { published: 53, protocol: "udp" as const, http: false },
      { published: 53, protocol: "tcp" as const, http: false },
      { published: 9000, protocol: "tcp" as const, http: true },
    ];
    assert.deepEqual(balancedPorts(ports, 8080), [
      { front: 8080, node: 8000, http: true },
      { front: 8081, node: 53, http: false },
      { front: 8082, node: 9000, http: true },
    ]);
  });

  it("returns none if only UDP or nothing is published", () => {
    assert.deepEqual(balancedPorts([{ published: 53, protocol: "udp", http: false }], 8080), []);
    assert.deepEqual(balancedPorts([], 8080), []);
  });
});
