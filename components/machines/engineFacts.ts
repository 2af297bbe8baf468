/** What an engine reports about itself. */
export interface EngineFacts {
  /** `28.5.2` */
  readonly version: string;
  /** Platform of its images: `linux/amd64`. */
  readonly platform: string;
}

/** The kernel's architecture names → those of images. */
const architectures: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  aarch64: "arm64",
  armv7l: "arm/v7",
  armv6l: "arm/v6",
  i386: "386",
  i686: "386",
};

/** @param architecture as `docker info` and `docker node inspect` name it: `x86_64` */
export function platformOf(system: string, architecture: string): string {
  return `${system}/${architectures[architecture] ?? architecture}`;
}
