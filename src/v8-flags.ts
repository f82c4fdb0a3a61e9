import { setFlagsFromString } from "node:v8";

// A run is too short for most of what V8 would optimise by its own measure, and optimising takes a core: see docs/decisions.md.
setFlagsFromString("--interrupt-budget=400000");
