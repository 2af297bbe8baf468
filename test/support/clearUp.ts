import { removeKilledTests } from "./killedTests.ts";

// Before any spec looks at what the engine holds: .mocharc.json requires this.
removeKilledTests();
