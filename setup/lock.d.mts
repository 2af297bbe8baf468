export function withLock<Result>(
  file: string,
  work: () => Promise<Result>,
  options?: { onWait?: (owner: number) => void; every?: number; signal?: AbortSignal },
): Promise<Result>;
