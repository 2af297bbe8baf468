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

const folder = join(runFolder, "certificate");
const at = (name: string) => join(folder, name);
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Files with a new key, and a certificate of the test's CA for these host names. */
export async function signedCertificate(
  name: string,
  ...hosts: readonly [string, ...string[]]
): Promise<Pick<Certificate, "key" | "certificate">> {
  const [key, request, extensions, certificate] = ["key", "csr", "extensions", "pem"].map((ending) =>
    at(`${name}.${ending}`),
  ) as [string, string, string, string];
  writeFileSync(extensions, `subjectAltName=${hosts.map((host) => `DNS:${host}`)}\n`);
  await run("openssl", "req", "-new", ...newKey, "-subj", `/CN=${hosts[0]}`, "-keyout", key, "-out", request);
  await run(
    ...["openssl", "x509", "-req", "-in", request, "-days", "2", "-extfile", extensions],
    ...["-CA", at("authority.pem"), "-CAkey", at("authority.key"), "-CAcreateserial", "-out", certificate],
  );
  return { key, certificate };
}

/** Creates a certificate for the registry and AWS's services, signed by a CA that this computer's engine trusts. */
export async function makeCertificate(): Promise<Certificate> {
  mkdirSync(folder, { recursive: true });
  await run(
    ...["openssl", "req", "-x509", ...newKey, "-days", "2", "-subj", "/CN=swarm test of target aws"],
    ...["-keyout", at("authority.key"), "-out", at("authority.pem")],
  );
  const own = await signedCertificate("registry", registryHost, ...Object.values(serviceHosts));
  const system = systemBundles.find((file) => existsSync(file));
  if (system) copyFileSync(system, at("bundle.pem"));
  appendFileSync(at("bundle.pem"), await run("cat", at("authority.pem")));
  mkdirSync(trustFolder, { recursive: true });
  copyFileSync(at("authority.pem"), join(trustFolder, "ca.crt"));
  return {
    ...own,
    authority: at("authority.pem"),
    bundle: at("bundle.pem"),
  };
}
