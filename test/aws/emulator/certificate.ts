import { appendFileSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { registryHost, runFolder, serviceHosts, trustFolder } from "./places.ts";
import { run } from "./program.ts";

export interface Certificate {
  readonly key: string;
  readonly certificate: string;
  /** The certificate of the CA that signed it. */
  readonly authority: string;
  /** Everything that this computer trusts, plus the test's CA. */
  readonly bundle: string;
}

const systemBundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/** Creates a certificate for the registry and AWS's services, signed by a CA that this computer's engine trusts. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = join(runFolder, "certificate");
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  await run(
    ...["openssl", "req", "-x509", ...newKey, "-subj", "/CN=swarm test of target aws"],
    ...["-keyout", at("authority.key"), "-out", at("authority.pem")],
  );
  const names = [registryHost, ...Object.values(serviceHosts)].map((name) => `DNS:${name}`);
  writeFileSync(at("extensions"), `subjectAltName=${names}\n`);
  await run(
    ...["openssl", "req", "-new", ...newKey.slice(0, -2), "-subj", "/CN=registry"],
    ...["-keyout", at("registry.key"), "-out", at("registry.csr")],
  );
  await run(
    ...["openssl", "x509", "-req", "-in", at("registry.csr"), "-days", "2", "-extfile", at("extensions")],
    ...["-CA", at("authority.pem"), "-CAkey", at("authority.key"), "-CAcreateserial"],
    ...["-out", at("registry.pem")],
  );
  const system = systemBundles.find((file) => existsSync(file));
  if (system) copyFileSync(system, at("bundle.pem"));
  appendFileSync(at("bundle.pem"), await run("cat", at("authority.pem")));
  mkdirSync(trustFolder, { recursive: true });
  copyFileSync(at("authority.pem"), join(trustFolder, "ca.crt"));
  return {
    key: at("registry.key"),
    certificate: at("registry.pem"),
    authority: at("authority.pem"),
    bundle: at("bundle.pem"),
  };
}
