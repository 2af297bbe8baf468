export { aws } from "./aws/target.ts";
export { hosts } from "./hosts/target.ts";
export { local } from "./local/target.ts";
