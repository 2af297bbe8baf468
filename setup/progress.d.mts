export interface Progress {
  /** The newest detail, shown with the next line. */
  note(text: string): void;
  done(): void;
  failed(word?: string): void;
}

export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export function showProgress(title: string, options?: { stream?: ProgressStream; every?: number }): Progress;
