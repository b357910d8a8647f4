import { MAKES } from "./makes.ts";
import { describeMake } from "./suite.ts";

for (const make of MAKES) describeMake(make);
