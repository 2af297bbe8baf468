import * as pulumi from "@pulumi/pulumi";

// Pulumi stores with each resource the stack trace of its constructor: 600 bytes with this computer's paths,
// which nothing reads. There is no setting:
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/resource.ts
Object.assign(pulumi.Resource, { stackTrace: () => [] });
