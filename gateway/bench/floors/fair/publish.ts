import type { MqttClient } from "mqtt";

/** What is published of an event, with the properties that the gateway gives it. */
export interface Publishing {
  readonly topic: string;
  readonly json: string;
  readonly id: string;
  readonly type: string;
  readonly priority: string;
}

/** Publishes an event with QoS 1. @param onAnswered The broker has it. */
export function publish(
  client: MqttClient,
  { id, json, priority, topic, type }: Publishing,
  onAnswered: () => void,
): void {
  const properties = {
    contentType: "application/cloudevents+json",
    userProperties: { id, type, priority },
  };
  client.publish(topic, json, { qos: 1, properties }, (cause) => {
    if (cause) throw cause;
    onAnswered();
  });
}
