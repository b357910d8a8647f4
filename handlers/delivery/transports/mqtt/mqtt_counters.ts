/** What an MQTT transport counted since the start besides events; they only grow. */
export interface MqttCounters extends Record<string, number> {
  /** Answers of the broker to events, whatever they said. */
  pubacks: number;
  /** Receipts that could be read. */
  receipts: number;
  /** Messages on the topic of receipts that are none. */
  malformedReceipts: number;
  /** Receipts for events that this destination was never owed. */
  unknownReceipts: number;
  /** Receipts with a hash that is not the event's. */
  wrongReceipts: number;
  /** Receipts without a good signature where one is asked for, or of another gateway. */
  refusedReceipts: number;
  /** Receipts set aside because the store is slow; the events go again. */
  deferredReceipts: number;
}

export function newMqttCounters(): MqttCounters {
  return {
    pubacks: 0,
    receipts: 0,
    malformedReceipts: 0,
    unknownReceipts: 0,
    wrongReceipts: 0,
    refusedReceipts: 0,
    deferredReceipts: 0,
  };
}
