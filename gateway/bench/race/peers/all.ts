import type { Peer } from "../peer.ts";
import { mosquittoDefault, mosquittoDurable } from "./mosquitto_bridge.ts";
import { mqttJs } from "./mqtt_js.ts";
import { nodeRed } from "./node_red.ts";
import { rabbitShovel } from "./rabbitmq_shovel.ts";
import { vigil } from "./vigil.ts";

/** Everybody who takes part, in the order of the table. */
export const ALL_PEERS: readonly Peer[] = [
  vigil,
  mosquittoDefault,
  mosquittoDurable,
  rabbitShovel,
  nodeRed,
  mqttJs,
];
