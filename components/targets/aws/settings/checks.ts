import type { ComposeModel } from "../../../compose/model.ts";
import { distinctPorts } from "../../../entrypoint/entryPoint.ts";
import type { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import { isMapping } from "../../../input/mapping.ts";
import { prefixOf } from "../../../net/cidr.ts";
import { checkListeners, listenerPlan } from "../entryPoint/listenerPlan.ts";
import { checkTargets } from "../entryPoint/targetNodes.ts";
import { architectureOf } from "./architecture.ts";
import { usualRetention } from "./logs.ts";
import { checkAwsNetwork } from "./networkChecks.ts";
import { checkRules } from "./ruleQuota.ts";
import { checkScalingPools } from "./scalingPools.ts";
import type { WrittenAws } from "./schema.ts";
import type { AwsClusterSettings, AwsSettings } from "./settings.ts";

const required = { region: "eu-central-1", adminCidrs: "[203.0.113.7/32]" };

/** Reports missing required keys of the block, independently of other errors in it. */
export function requireKeys(raw: unknown, path: DiagnosticPath): void {
  const block = raw === undefined ? {} : raw;
  if (!isMapping(block)) return;
  for (const [key, example] of Object.entries(required))
    if (!Object.hasOwn(block, key)) path.at(key).error("is missing", `write for example ${key}: ${example}`);
}

/** Checks the block together with the other settings. */
export function checkAws(
  { own, pools, logging, nodes }: AwsClusterSettings,
  { aws }: WrittenAws,
  path: DiagnosticPath,
): void {
  const here = path.at("aws");
  checkAdmins(own, here.at("adminCidrs"));
  checkAwsNetwork(pools, own, aws?.network ?? {}, here.at("network"));
  checkArchitectures(pools, own, path.at("workers"));
  checkScalingPools(pools, nodes, path);
  checkRegion(own.entryPoint.certificate, own, here.at("entryPoint").at("certificate"), "certificate");
  if (own.logs.retention !== usualRetention && logging.driver !== "awslogs")
    here.at("logs").error("is for swarm:logging.driver awslogs only", "set that as well, or remove it");
  checkRegion(own.kmsKey, own, here.at("kmsKey"), "key");
  checkRegion(own.alarms.topic, own, here.at("alarms").at("topic"), "topic");
  if (own.alarms.topic !== undefined && own.alarms.email !== undefined)
    here.at("alarms").error("has both topic and email", "remove one of the two");
  checkProtection(own, here.at("protect"));
  checkAccessLogs(own, here.at("entryPoint").at("accessLogs"));
  checkDomain(own, here.at("entryPoint"));
}

function checkAdmins({ adminCidrs, openToTheWorld }: AwsSettings, path: DiagnosticPath): void {
  if (openToTheWorld) return;
  for (const range of adminCidrs.filter((range) => range !== "self" && prefixOf(range) < 8))
    path.error(
      `"${range}" opens SSH to the world`,
      "name the addresses that you come from, or set swarm:aws.openToTheWorld to true as well",
    );
}

function checkArchitectures(
  pools: AwsClusterSettings["pools"],
  { managers }: AwsSettings,
  path: DiagnosticPath,
): void {
  const wanted = architectureOf(managers.type);
  for (const { name, type = "" } of pools) {
    const found = architectureOf(type);
    if (found !== wanted)
      path
        .at(name)
        .at("type")
        .error(
          `"${type}" is ${found}, but the managers' "${managers.type}" is ${wanted}; images are built for one architecture`,
          `use a type that is ${wanted}, or one that is ${found} for swarm:aws.managers.type`,
        );
  }
}

function checkRegion(
  arn: string | undefined,
  { region }: AwsSettings,
  path: DiagnosticPath,
  what: "certificate" | "key" | "topic",
): void {
  const where = arn?.split(":")[3];
  if (region && where && where !== region)
    path.error(`"${arn}" is in ${where}, but swarm:aws.region is ${region}`, `use a ${what} of ${region}`);
}

function checkProtection({ protect, registry }: AwsSettings, path: DiagnosticPath): void {
  if (protect && registry.forceDelete)
    path.error(
      "protects data, but swarm:aws.registry.forceDelete deletes images",
      "set one of the two to false",
    );
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html */
function checkAccessLogs(
  { entryPoint: { accessLogs, certificate } }: AwsSettings,
  path: DiagnosticPath,
): void {
  if (accessLogs > 0 && certificate === undefined)
    path.error(
      "a network load balancer logs TLS connections only, and there is no certificate",
      "set swarm:aws.entryPoint.certificate as well, or remove it",
    );
}

function checkDomain({ entryPoint: { domain, hostedZone } }: AwsSettings, path: DiagnosticPath): void {
  if (!hostedZone || !path.at("domain").isSound() || !path.at("hostedZone").isSound()) return;
  const zonePath = path.at("hostedZone");
  if (!domain)
    zonePath.error(
      `"${hostedZone}" has no domain to hold`,
      "set swarm:aws.entryPoint.domain as well, or remove it",
    );
  else if (!hostedZone.includes("."))
    path
      .at("domain")
      .error(
        `"${domain}" would be made in the hosted zone "${hostedZone}"`,
        `set swarm:aws.entryPoint.hostedZone to ${domain}`,
      );
  else if (domain !== hostedZone && !domain.endsWith(`.${hostedZone}`))
    zonePath.error(
      `"${hostedZone}" does not hold the domain "${domain}"`,
      `write ${domain.replace(/^[^.]+\./, "")}`,
    );
}

/** Each published port needs a listener of its own. */
export function checkPublishedPorts(
  settings: AwsClusterSettings,
  models: readonly ComposeModel[],
  path: DiagnosticPath,
): void {
  const ports = distinctPorts(models.flatMap((model) => model.ports));
  const { entryPoint } = settings.own;
  const refused = checkListeners(ports, entryPoint);
  path.diagnostics.push(...refused);
  if (refused.length > 0) return;
  const listeners = listenerPlan(ports, entryPoint);
  checkRules(listeners, settings, path);
  checkTargets(listeners.length, settings, path);
}
