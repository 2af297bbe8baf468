import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../names.ts";
import { loginAlone } from "./clientConfiguration.ts";
import type { ImageRepository, Registry, RegistryLogin } from "./registry.ts";

/** An existing registry, for this computer and the nodes. */
export interface RegistrySettings {
  /** `registry.example.com`, `10.0.0.5:5000` or `docker.io`. */
  readonly address: string;
  /** Undefined: push and pull without a login. */
  readonly username?: string;
  readonly password?: string;
  /** Prefix of every repository name, `team/shop/`; default empty. */
  readonly prefix: string;
  /** True if it uses HTTP; default false. */
  readonly insecure: boolean;
}

/** An existing registry, with one address for this computer and the nodes. */
export class ExternalRegistry extends pulumi.ComponentResource implements Registry {
  readonly login: RegistryLogin;

  /** @param settings undefined if no image needs a registry */
  constructor(name: string, settings?: RegistrySettings, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ExternalRegistry, name, {}, options);
    const { address = "", prefix = "", insecure = false, username = "", password = "" } = settings ?? {};
    const secret = pulumi.secret(password);
    this.login = {
      pushAddress: pulumi.output(address),
      nodeAddress: pulumi.output(address),
      prefix,
      username: pulumi.output(username),
      password: secret,
      encrypted: !insecure,
      nodeConfiguration: secret.apply((known) => loginAlone(address, username, known)),
    };
    this.registerOutputs();
  }

  /** One repository per stack: Docker Hub and others allow no more slashes than the prefix has. */
  repositoryOf(stack: string, service: string): ImageRepository {
    return { repository: stack, tagPrefix: `${service}-` };
  }

  /** The registry belongs to the user; there is no repository to create. */
  repository(): pulumi.Resource {
    return this;
  }
}
