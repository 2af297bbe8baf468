import type * as pulumi from "@pulumi/pulumi";

/** How an image gets in from here and out to the nodes. */
export interface RegistryLogin {
  /** Where this computer pushes: `127.0.0.1:20009`. */
  readonly pushAddress: pulumi.Output<string>;
  /** What the nodes call the same registry: `registry:5000`. */
  readonly nodeAddress: pulumi.Output<string>;
  /** Stands before the name of every repository, `swarm/prod/`; may be empty. */
  readonly prefix: string;
  readonly username: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** Whether it speaks https. */
  readonly encrypted: boolean;
  /** True: the password is good for hours only, and each run gets another one; default false. */
  readonly shortLived?: boolean;
  /** True: no tag is written twice; default false. */
  readonly immutableTags?: boolean;
  /** The docker client configuration with which a node pulls, as JSON; secret where it holds a password. */
  readonly nodeConfiguration: pulumi.Output<string>;
}

/** Where in a registry an image is. */
export interface ImageRepository {
  /** `example/api` */
  readonly repository: string;
  /** What its tags begin with; empty where the repository is its own. */
  readonly tagPrefix: string;
}

/** The images of one stack: `repository@sha256:…` by service, as the nodes name them. */
export interface ImageReferences {
  readonly stack: string;
  readonly references: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Which images stay. */
export interface Retention {
  /** How many of each service. */
  readonly keep: number;
  /** What is deployed. */
  readonly stacks: readonly ImageReferences[];
  /** What the services used before, in one line; `unknown` where no manager could tell. */
  readonly used: pulumi.Output<string>;
  /** What must be over before an image goes. */
  readonly after: readonly pulumi.Resource[];
}

/** Where the images of a cluster are, whatever the target. */
export interface Registry {
  readonly login: RegistryLogin;
  /** What its images are built for, `linux/arm64`; default: what this computer runs on. */
  readonly platform?: string;
  /** When its disk was made, where it may be lost: another value means that the registry is empty. */
  readonly made?: pulumi.Output<string>;
  repositoryOf(stack: string, service: string): ImageRepository;
  /** What must be there before an image is pushed to the repository of this name. */
  repository(name: string): pulumi.Resource;
  /** Removes older images; not there where the registry does so by itself, or is none of ours. */
  retain?(retention: Retention): void;
}
