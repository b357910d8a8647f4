/** New wearables: with a key of this product, or of another maker. */
import { authorOf } from "../../../server/access/auth.ts";
import type { Author } from "../../../../../db/store.ts";
import * as z from "zod";
import { decodeHex, encodeHex } from "../../../../../devices/hex.ts";
import { fail, ok, type Result } from "../../../../../devices/result.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import { describeDevice } from "../../../../registry/describe.ts";
import { issueDevice, UID } from "../../../../registry/issue.ts";
import type { LifePorts } from "../../../../registry/life.ts";
import type { DeviceProblem } from "../../../../registry/problem.ts";
import { addForeignDevice } from "../../../../registry/senders.ts";
import { refusalOf, technicians as access } from "../act_routes.ts";
import { deviceSchema, heartbeatS } from "./device_schemas.ts";
import { refuse } from "../../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../../server/route.ts";
import { requestedLink, senderSchema } from "./sender_requests.ts";

const issueRequest = z.strictObject({
  device: z.string().regex(UID).describe("UID, for good: it is part of the ids of its events"),
  rootKey: z.string().regex(/^[0-9A-Fa-f]{32}$/).optional()
    .describe("The key that it has, in hex; absent: a new one"),
  kid: z.int().min(0).max(255).default(0).describe("Key generation"),
  epoch: z.int().min(0).max(0xffff_ffff).default(0).describe("Newest epoch that it has used"),
  heartbeatS: heartbeatS.optional(),
  sender: senderSchema.optional(),
});
type IssueBody = z.infer<typeof issueRequest>;

const issuedKey = z.object({
  device: z.string(),
  kid: z.int(),
  rootKey: z.string().describe("16 bytes in hex. It is shown here and never again"),
});
const issued = z.union([issuedKey, deviceSchema]).describe("Its key; of another maker: the device");

/** `POST /v1/devices`. */
export function issueRoute(ports: LifePorts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/devices",
    access,
    shows: "wearables",
    summary: "Register a wearable and get its key, or a device of another maker",
    description: "To have the key written over a cable, so that nobody sees it: " +
      "`vigil device add UID --port PORT` on the gateway.",
    body: issueRequest,
    answers: jsonAnswer("It", issued, 201),
    refusals: [409, 503],
    async handle({ body, caller, context, source }) {
      const by = authorOf(caller!, source);
      const done = body.sender === undefined
        ? await issueWithKey(ports, body, by)
        : await issueForeign(ports, body, body.sender, by);
      if (!done.ok) return refuse(refusalOf(done.error));
      return context.json(done.value, 201, { "cache-control": "no-store" });
    },
  });
}

async function issueWithKey(
  ports: LifePorts,
  { device: uid, epoch, heartbeatS, kid, rootKey }: IssueBody,
  by: Author,
): Promise<Result<object, DeviceProblem>> {
  const done = await issueDevice(ports, {
    uid,
    kid,
    epoch,
    by,
    details: { way: "by hand" },
    ...defined({ heartbeatS, rootKey: rootKey === undefined ? undefined : decodeHex(rootKey) }),
  });
  if (!done.ok) return done;
  return ok({ device: uid, kid, rootKey: encodeHex(done.value.rootKey) });
}

async function issueForeign(
  ports: LifePorts,
  { device: uid, epoch, heartbeatS, kid, rootKey }: IssueBody,
  sender: z.infer<typeof senderSchema>,
  by: Author,
): Promise<Result<object, DeviceProblem>> {
  if (rootKey !== undefined || kid !== 0 || epoch !== 0) {
    const state = "what has a sender gets no key: leave out rootKey, kid and epoch";
    return fail({ code: "invalid-request", message: `Cannot add "${uid}": ${state}` });
  }
  const link = requestedLink(uid, sender);
  if (!link.ok) return link;
  const done = await addForeignDevice(ports, link.value, by, heartbeatS);
  if (!done.ok) return done;
  const { clock, store: { read: reader } } = ports;
  return ok(describeDevice(reader, reader.devices.byUid(uid)!, clock));
}
