import type { Place } from "../input/place.ts";
import { isMapping } from "../input/shape.ts";
import { architectureOf } from "../machines/ec2/architecture.ts";
import { prefixOf } from "../machines/subnet.ts";
import { checkAwsNetwork } from "./awsNetworkChecks.ts";
import type { AwsSettings } from "./awsSettings.ts";
import type { WrittenAws } from "./awsShape.ts";
import type { Settings } from "./settings.ts";

const required = { region: "eu-central-1", adminCidrs: "[203.0.113.7/32]" };

/** Notes what is missing from the block, whatever else may be wrong with it. */
export function requireAws(raw: unknown, place: Place): void {
  const block = raw === undefined ? {} : raw;
  if (!isMapping(block)) return;
  for (const [key, example] of Object.entries(required))
    if (!Object.hasOwn(block, key))
      place.at(key).refuse("is missing", `write for example ${key}: ${example}`);
}

/** What only shows when the block and the other settings are seen together. */
export function checkAws(settings: Settings, written: WrittenAws, place: Place): void {
  const { aws } = settings;
  if (!aws) return;
  const here = place.at("aws");
  checkAdmins(aws, here.at("adminCidrs"));
  checkAwsNetwork(settings.pools, aws, written.network ?? {}, here.at("network"));
  checkArchitectures(settings, aws, place.at("workers"));
  checkCertificate(aws, here.at("entryPoint").at("certificate"));
  checkDomain(aws, here.at("entryPoint"));
}

function checkAdmins({ adminCidrs, openToTheWorld }: AwsSettings, place: Place): void {
  if (openToTheWorld) return;
  for (const range of adminCidrs.filter((range) => prefixOf(range) < 8))
    place.refuse(
      `"${range}" opens SSH to the world`,
      "name the addresses that you come from, or set swarm:aws.openToTheWorld to true as well",
    );
}

function checkArchitectures({ pools }: Settings, { managers }: AwsSettings, place: Place): void {
  const wanted = architectureOf(managers.type);
  for (const { name, type = "" } of pools) {
    const found = architectureOf(type);
    if (found !== wanted)
      place
        .at(name)
        .at("type")
        .refuse(
          `"${type}" is ${found}, but the managers' "${managers.type}" is ${wanted}; images are built for one architecture`,
          `use a type that is ${wanted}, or one that is ${found} for swarm:aws.managers.type`,
        );
  }
}

function checkCertificate({ region, entryPoint: { certificate } }: AwsSettings, place: Place): void {
  const where = certificate?.split(":")[3];
  if (region && where && where !== region)
    place.refuse(
      `"${certificate}" is in ${where}, but swarm:aws.region is ${region}`,
      `use a certificate of ${region}`,
    );
}

function checkDomain({ entryPoint: { domain, hostedZone } }: AwsSettings, place: Place): void {
  if (!hostedZone || !place.at("domain").isSound() || !place.at("hostedZone").isSound()) return;
  const zonePlace = place.at("hostedZone");
  if (!domain)
    zonePlace.refuse(
      `"${hostedZone}" has no domain to hold`,
      "set swarm:aws.entryPoint.domain as well, or remove it",
    );
  else if (!hostedZone.includes("."))
    place
      .at("domain")
      .refuse(
        `"${domain}" would be made in the hosted zone "${hostedZone}"`,
        `set swarm:aws.entryPoint.hostedZone to ${domain}`,
      );
  else if (domain !== hostedZone && !domain.endsWith(`.${hostedZone}`))
    zonePlace.refuse(
      `"${hostedZone}" does not hold the domain "${domain}"`,
      `write ${domain.replace(/^[^.]+\./, "")}`,
    );
}
