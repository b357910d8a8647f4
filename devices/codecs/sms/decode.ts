/**
 * Reads PDUs (3GPP TS 23.040, section 9.2.2), with the service centre's address before them as
 * AT+CMGL, AT+CMGR, +CMT and +CDS print it (3GPP TS 27.005, section 3.1).
 *
 *     deliver        first │ sender │ protocol │ coding │ time │ length │ user data
 *     submit         first │ reference │ recipient │ protocol │ coding │ validity │ length │ user data
 *     status report  first │ reference │ recipient │ time │ time │ status │ …
 *
 * What is needed to understand the message must be right; a time that is no date and a service
 * centre that is no number are left out, since an alarm must not depend on the clock of a network.
 */
import { decodeHex } from "../../hex.ts";
import { fail, ok, type Result } from "../../result.ts";
import { PduReader } from "./pdu_reader.ts";
import type {
  DeliveryOutcome,
  PduProblem,
  SmsContent,
  SmsDeliver,
  SmsStatusReport,
  SmsSubmit,
  SmsTpdu,
} from "./tpdu.ts";
import { decodeUserData } from "./user_data.ts";

const MESSAGE_TYPE = 0x03;
const VALIDITY_FORMAT = 0x18;
const HAS_HEADER = 0x40;
/** Octets of the validity period by its format: none, enhanced, relative, absolute. */
const VALIDITY_BYTES: Readonly<Record<number, number>> = { 0x00: 0, 0x08: 7, 0x10: 1, 0x18: 7 };

/** What stands in the place of a content that a problem hides. */
const NO_CONTENT: SmsContent = { coding: { alphabet: "data" }, body: new Uint8Array() };

/**
 * Reads a PDU. Never throws.
 * @param pduHex As the modem printed it, with the service centre's address before it.
 * @param announcedBytes The length that the modem printed with it: octets without that address.
 */
export function decodeTpdu(pduHex: string, announcedBytes?: number): Result<SmsTpdu, PduProblem> {
  const octets = decodeHex(pduHex);
  if (octets === undefined) return fail({ code: "not-hex" });
  const reader = new PduReader(octets);
  const smsc = reader.serviceCentre();
  const found = reader.left;
  if (announcedBytes !== undefined && announcedBytes !== found) {
    reader.refuse({ code: "wrong-length", announced: announcedBytes, found });
  }
  const message = readMessage(reader);
  if (reader.problem !== undefined) return fail(reader.problem);
  return ok({ ...message, ...(smsc !== undefined && { smsc }) });
}

function readMessage(reader: PduReader): SmsTpdu {
  const first = reader.octet("message-type");
  switch (first & MESSAGE_TYPE) {
    case 0:
      return readDeliver(first, reader);
    case 1:
      return readSubmit(first, reader);
    case 2:
      return readStatusReport(reader);
    default:
      reader.refuse({ code: "unsupported", at: "message-type" });
      return readStatusReport(reader);
  }
}

function readDeliver(first: number, reader: PduReader): SmsDeliver {
  const sender = reader.address();
  reader.octet("coding");
  const dataCoding = reader.octet("coding");
  const sentAt = reader.time();
  const content = readContent(first, dataCoding, reader);
  return { kind: "deliver", sender, ...(sentAt && { sentAt }), content };
}

function readSubmit(first: number, reader: PduReader): SmsSubmit {
  const reference = reader.octet("message-type");
  const recipient = reader.address();
  reader.octet("coding");
  const dataCoding = reader.octet("coding");
  reader.take(VALIDITY_BYTES[first & VALIDITY_FORMAT]!, "time");
  return {
    kind: "submit",
    reference,
    recipient,
    content: readContent(first, dataCoding, reader),
  };
}

function readStatusReport(reader: PduReader): SmsStatusReport {
  const reference = reader.octet("message-type");
  const recipient = reader.address();
  const sentAt = reader.time();
  const settledAt = reader.time();
  const status = reader.octet("message-type");
  return {
    kind: "status-report",
    reference,
    recipient,
    ...(sentAt && { sentAt }),
    ...(settledAt && { settledAt }),
    status,
    outcome: outcomeOf(status),
  };
}

function readContent(first: number, dataCoding: number, reader: PduReader): SmsContent {
  const length = reader.octet("user-data");
  const hasHeader = (first & HAS_HEADER) !== 0;
  const content = decodeUserData({ dataCoding, hasHeader, length }, reader.rest());
  if (content.ok) return content.value;
  reader.refuse(content.error);
  return NO_CONTENT;
}

/**
 * Section 9.2.3.15. Only "received by the phone" is a delivery: "forwarded, but unable to confirm"
 * and "replaced" are not.
 */
function outcomeOf(status: number): DeliveryOutcome {
  if (status === 0) return "delivered";
  return status >= 0x20 && status < 0x40 ? "pending" : "failed";
}
