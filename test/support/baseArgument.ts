import { baseImage, baseImageVariable } from "../../components/images/build/baseImage.ts";

/** Builds our Dockerfiles by hand from the image that the program would use. */
export const baseArgument = ["--build-arg", `${baseImageVariable}=${baseImage()}`];
