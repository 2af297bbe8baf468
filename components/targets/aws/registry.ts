import { getAuthorizationTokenOutput } from "@pulumi/aws/ecr/getAuthorizationToken.js";
import { LifecyclePolicy } from "@pulumi/aws/ecr/lifecyclePolicy.js";
import { Repository } from "@pulumi/aws/ecr/repository.js";
import { RepositoryPolicy } from "@pulumi/aws/ecr/repositoryPolicy.js";
import * as pulumi from "@pulumi/pulumi";
import type { ImageRepository, Registry, RegistryLogin, Retention } from "../../images/registry.ts";
import { repositoryPrefix } from "../../images/repositoryName.ts";
import { componentTypes } from "../../names.ts";
import { deployedTags } from "./registry/deployedTags.ts";
import { lifecyclePolicy } from "./registry/lifecyclePolicy.ts";
import { pullPolicy } from "./registry/pullPolicy.ts";
import { type ExistingRepository, refusalToTakeOver } from "./registry/repositoryOwner.ts";
import { type Owner, tagsOf } from "./resources/tags.ts";

export interface EcrRegistryArgs {
  readonly owner: Owner;
  /** Number of images that each repository keeps. */
  readonly keep: number;
  /** Whether destroy deletes repositories that contain images. */
  readonly forceDelete: boolean;
  /** The nodes' platform: `linux/arm64`. */
  readonly platform: string;
  /** ARN of a KMS key; default: a key of AWS. */
  readonly kmsKey?: string | undefined;
  /** ARNs of the roles that can pull. */
  readonly pullers: pulumi.Input<string>[];
  /** This stack's repositories that the account has already, by name. */
  readonly existing: ReadonlyMap<string, ExistingRepository>;
  /** Cluster id. */
  readonly cluster: string;
}

/** The account's ECR registry, with a repository for each image. */
export class EcrRegistry extends pulumi.ComponentResource implements Registry {
  readonly login: RegistryLogin;
  readonly platform: string;
  private readonly args: EcrRegistryArgs;
  private readonly repositories = new Map<string, pulumi.Resource>();

  constructor(name: string, args: EcrRegistryArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.EcrRegistry, name, {}, options);
    this.args = args;
    this.platform = args.platform;
    const token = getAuthorizationTokenOutput({}, { parent: this });
    // A provider may mark the whole response secret; every image name begins with the host.
    const host = pulumi.unsecret(token.proxyEndpoint).apply((url) => new URL(url).host);
    this.login = {
      pushAddress: host,
      nodeAddress: host,
      prefix: repositoryPrefix(args.owner.project, args.owner.stack),
      username: pulumi.output("AWS"),
      // Expires after twelve hours; each run gets a new one.
      password: pulumi.secret(token.password),
      shortLived: true,
      encrypted: true,
      immutableTags: true,
      nodeConfiguration: host.apply((address) => JSON.stringify({ credHelpers: { [address]: "ecr-login" } })),
    };
    this.registerOutputs();
  }

  /** One repository per image, because ECR scans, keeps and expires images by repository. */
  repositoryOf(stack: string, service: string): ImageRepository {
    return { repository: `${stack}/${service}`, tagPrefix: "" };
  }

  /** Creates the repository with its policies, so that a pushed image can be pulled at once. */
  repository(name: string): pulumi.Resource {
    const known = this.repositories.get(name);
    if (known) return known;
    const made = this.make(name);
    this.repositories.set(name, made);
    return made;
  }

  /** ECR removes older images itself; it must know which ones were deployed. */
  retain({ stacks, after }: Retention): void {
    const { login, platform } = this;
    deployedTags({ login, platform, stacks, after }, { parent: this });
  }

  private make(name: string): pulumi.Resource {
    const { owner, keep, forceDelete, kmsKey, pullers } = this.args;
    const fullName = `${this.login.prefix}${name}`;
    const repository = new Repository(
      name,
      {
        name: fullName,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [
          kmsKey === undefined ? { encryptionType: "AES256" } : { encryptionType: "KMS", kmsKey },
        ],
        forceDelete,
        tags: tagsOf(owner, name),
      },
      // ECR refuses to delete a repository that contains images. After a service is removed from its file,
      // every later run would fail, so the repository is kept instead. It keeps its key, too.
      {
        parent: this,
        retainOnDelete: !forceDelete,
        ignoreChanges: ["encryptionConfigurations"],
        ...this.takenOver(fullName),
      },
    );
    new LifecyclePolicy(
      name,
      { repository: repository.name, policy: lifecyclePolicy(keep) },
      { parent: this, deletedWith: repository },
    );
    return new RepositoryPolicy(
      name,
      { repository: repository.name, policy: pulumi.all(pullers).apply((roles) => pullPolicy(...roles)) },
      { parent: this, deletedWith: repository },
    );
  }

  /** Imports a repository that was kept; one that the state already has stays as it is. */
  private takenOver(fullName: string): pulumi.CustomResourceOptions {
    const { existing, owner, cluster } = this.args;
    const found = existing.get(fullName);
    if (!found) return {};
    const refusal = refusalToTakeOver(fullName, found, { ...owner, cluster });
    if (refusal !== undefined) throw new pulumi.RunError(refusal);
    return { import: fullName };
  }
}
