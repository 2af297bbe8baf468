import type * as pulumi from "@pulumi/pulumi";

/** Addresses and credentials for pushing from here and pulling on the nodes. */
export interface RegistryLogin {
  /** Address for pushes from this computer: `127.0.0.1:20009`. */
  readonly pushAddress: pulumi.Output<string>;
  /** Address of the same registry on the nodes: `registry:5000`. */
  readonly nodeAddress: pulumi.Output<string>;
  /** Prefix of every repository name, `swarm/prod/`; can be empty. */
  readonly prefix: string;
  readonly username: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** Whether it uses HTTPS. */
  readonly encrypted: boolean;
  /** True if the password expires after hours and each run gets a new one; default false. */
  readonly shortLived?: boolean;
  /** True if tags cannot be overwritten; default false. */
  readonly immutableTags?: boolean;
  /** Docker client configuration with which a node pulls, as JSON; secret if it contains a password. */
  readonly nodeConfiguration: pulumi.Output<string>;
}

/** Repository and tag prefix of an image. */
export interface ImageRepository {
  /** `example/api` */
  readonly repository: string;
  /** Prefix of its tags; empty if the image has a repository of its own. */
  readonly tagPrefix: string;
}

/** The images of one stack: `repository@sha256:…` by service, as the nodes refer to them. */
export interface ImageReferences {
  readonly stack: string;
  readonly references: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The images to keep. */
export interface Retention {
  /** Number of images of each service. */
  readonly keep: number;
  /** The deployed images. */
  readonly stacks: readonly ImageReferences[];
  /** References that the services used before, on one line; `unknown` if no manager could tell. */
  readonly used: pulumi.Output<string>;
  /** Resources that must be done before an image is removed. */
  readonly after: readonly pulumi.Resource[];
}

/** The registry of a cluster, on every target. */
export interface Registry {
  readonly login: RegistryLogin;
  /** Platform to build for, `linux/arm64`; default: the platform of this computer's engine. */
  readonly platform?: string;
  /** Creation time of its disk, if the disk can be lost: a new value means that the registry is empty. */
  readonly made?: pulumi.Output<string>;
  repositoryOf(stack: string, service: string): ImageRepository;
  /** The resource that must exist before an image is pushed to this repository. */
  repository(name: string): pulumi.Resource;
  /** Removes older images, or has them removed; undefined if the registry belongs to the user. */
  retain?(retention: Retention): void;
}
