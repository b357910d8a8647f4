/** What each kind of event means, in a sentence: for the descriptions of the API and of MQTT. */
import {
  DEVICE_EVENT_NAMES,
  type EventName,
  GATEWAY_EVENT_PRIORITY,
  type GatewayEventName,
} from "../../devices/event.ts";

/** By name. A kind of event without a meaning does not compile. */
export const EVENT_MEANINGS: Readonly<Record<EventName, string>> = {
  "panic": "The wearer pressed the button.",
  "duress": "The wearer pressed the button under duress: never let it show at the scene.",
  "fall": "The wearable noticed a fall.",
  "position": "Where the wearable is; of an open incident, or between alarms.",
  "cancel-requested": "The wearer asks to end the alarm. It only asks: a person closes.",
  "tamper": "The wearable was opened, or its strap was cut.",
  "battery-low": "The battery is low, or the wearable switches itself off.",
  "status": "A report of the wearable that asks for nothing.",
  "heartbeat": "The wearable works and is within reach.",
  "test": "A test press of a technician or wearer. It opens no incident.",
  "device-rekeyed": "The wearable uses its new key.",
  "device-silent":
    "A wearable has not been heard for 2.5 of its heartbeat periods, or 3.5 of a period that was learned.",
  "device-not-charged":
    "A wearable was heard and showed no sign of charging for a day: `details` says what is known.",
  "position-implausible":
    "A position jumped faster than 250 km/h, or is frozen for hours while moving is reported: `reason` says which.",
  "device-restarted": "A wearable was switched off and on.",
  "attack-suspected": "Forged or foreign frames come in numbers that chance does not explain.",
  "jamming-suspected": "The radio hears noise, or no wearable at all any more.",
  "epoch-storm": "A wearable restarts again and again.",
  "airtime-low": "What a modem may send in an hour is nearly used up.",
  "security": "Something was refused that no honest party sends; `reason` says what.",
  "modem-lost": "A modem does not answer or hears no wearable.",
  "modem-recovered": "A lost modem works again.",
  "path-lost": "A destination cannot be reached, or does not poll.",
  "path-recovered": "A lost destination is reached again.",
  "storage-degraded": "The disk or a message storage is full, slow or failing.",
  "storage-loss": "Something stored was lost, or is feared to be; `details` says how much.",
  "clock-step": "The wall clock was set.",
  "gateway-started": "The gateway began to take alarms.",
  "drill-started": "A drill of a wearable began: `details` says who began it and for how long.",
  "drill-ended":
    "A drill of a wearable ended, its alarms are real again: `reason` says how it ended.",
};

/** Every kind of event, those of wearables first. */
export const EVENT_NAMES: readonly EventName[] = [
  ...DEVICE_EVENT_NAMES,
  ...Object.keys(GATEWAY_EVENT_PRIORITY) as GatewayEventName[],
];
