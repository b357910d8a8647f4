/** What a destination counted since the start; they only grow. */
export interface MqttCounters {
  /** Events published, repeats included. */
  publishes: number;
  /** Answers of the broker to them, whatever they said. */
  pubacks: number;
  /** PUBACKs that said that nobody listens (0x10). */
  unheard: number;
  /** PUBACKs that refused an event (0x80 and above), and events too large for the broker. */
  refused: number;
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
  /** Connections made after the first. */
  reconnects: number;
}

export function newMqttCounters(): MqttCounters {
  return {
    publishes: 0,
    pubacks: 0,
    unheard: 0,
    refused: 0,
    receipts: 0,
    malformedReceipts: 0,
    unknownReceipts: 0,
    wrongReceipts: 0,
    refusedReceipts: 0,
    deferredReceipts: 0,
    reconnects: 0,
  };
}
