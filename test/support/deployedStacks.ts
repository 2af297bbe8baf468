/** Differences between deployments. */
export interface Changes {
  readonly version?: string;
  readonly replicas?: number;
  readonly job?: string;
  readonly once?: string;
  /** True if a node fits the service `late`. */
  readonly place?: boolean;
  /** True if `web` waits until the job has completed. */
  readonly waits?: boolean;
}

export const healthcheck = {
  test: ["CMD", "perl", "-MIO::Socket::INET", "-e", "IO::Socket::INET->new('127.0.0.1:8080') or exit 1"],
  start_interval: "300ms",
  start_period: "10s",
  interval: "2s",
};
const quick = { update_config: { monitor: "2s" }, rollback_config: { monitor: "1s" } };
export const dnsrr = { endpoint_mode: "dnsrr" };

/** A stack whose deployment succeeds or fails. */
export function shop({
  version = "1",
  replicas = 2,
  job = "echo migrated",
  once = "exit 0",
  place: path = true,
  waits = false,
}: Changes) {
  const build = "./server";
  const networks = ["front"];
  return {
    services: {
      edge: {
        build,
        networks,
        healthcheck,
        environment: { VERSION: "edge", BEHIND: "web" },
        ports: [{ target: 8080, published: 8000, mode: "host" }],
        deploy: dnsrr,
      },
      web: {
        build,
        networks,
        healthcheck,
        environment: { VERSION: version },
        ...(waits ? { depends_on: { migrate: { condition: "service_completed_successfully" } } } : {}),
        deploy: { ...dnsrr, ...quick, replicas },
      },
      late: {
        build,
        networks,
        environment: { VERSION: "late" },
        healthcheck,
        deploy: {
          ...dnsrr,
          ...quick,
          placement: { constraints: [`node.labels.late ${path ? "!=" : "=="} yes`] },
        },
      },
      migrate: {
        build,
        networks,
        command: ["sh", "-c", job],
        init: true,
        deploy: {
          ...dnsrr,
          mode: "replicated-job",
          restart_policy: { condition: "on-failure", max_attempts: 1, delay: "100ms" },
        },
      },
      once: { build, networks, command: ["sh", "-c", once], restart: "no", deploy: dnsrr },
    },
    networks: { front: {} },
  };
}

/** Another stack, with one of everything. */
export const side = {
  services: {
    side: {
      build: "./server",
      environment: { VERSION: "side" },
      healthcheck,
      networks: ["shared", "own"],
      secrets: ["word"],
      configs: ["page"],
      volumes: ["store:/store"],
      deploy: dnsrr,
    },
  },
  networks: { own: {}, shared: { external: true } },
  volumes: { store: {} },
  secrets: { word: { file: "./word.txt" } },
  configs: { page: { file: "./word.txt" } },
};
