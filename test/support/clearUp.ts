import { removeKilledTests } from "./killedTests.ts";

// .mocharc.json requires this file, so it runs before any spec reads the engine's state.
removeKilledTests();
