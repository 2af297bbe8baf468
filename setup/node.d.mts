export function obtainNode(root: string): Promise<string>;
export function nodeFile(root: string): string;
export function binaryPackage(platform: string, architecture: string): string;
