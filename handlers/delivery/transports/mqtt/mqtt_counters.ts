/** What an MQTT transport counted since the start besides events; they only grow. */
export type MqttCounters = ReturnType<typeof newMqttCounters>;

export function newMqttCounters() {
  return {
    /** Answers of the broker to events, whatever they said. */
    pubacks: 0,
    /** Receipts that could be read. */
    receipts: 0,
    /** Messages on the topic of receipts that are none. */
    malformedReceipts: 0,
    /** Receipts for events that this destination was never owed. */
    unknownReceipts: 0,
    /** Receipts with a hash that is not the event's. */
    wrongReceipts: 0,
    /** Receipts without a good signature where one is asked for, or of another gateway. */
    refusedReceipts: 0,
    /** Receipts set aside because the store is slow; the events go again. */
    deferredReceipts: 0,
  };
}
