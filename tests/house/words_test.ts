import assert from "node:assert/strict";
import { projectSources } from "./sources.ts";
import { BANNED, bannedNamesOf, wordsOf } from "./words.ts";

/** Names from before there was the list of words, which may only become fewer. */
const STANDING = new Set(
  `
  _errand addToTally Agenda agenda agenda.ts AtErrand AtErrandOptions AtIntroduction AtTalk
  bench Bench bench.ts byRung canBeTold cannotBeTold care carrier Carrier CELLULAR_INTRODUCTION
  cellular_trial.ts CellularTalk climb constructor ConstructorParameters createTalk dayOrTell
  desk Desk desk.ts device_trial_routes.ts DeviceTrialPorts deviceTrialRoutes E22Errand
  EbyteE22Talk Errand errand ErrandClient ErrandEffect ErrandEvent ErrandPorts errandPorts
  ErrandReport ErrandScript findBench friends happened HealingCounts HealingLadder
  healingMetrics HealingPorts hurry Illness illness incidentIdOrTell introduce introduceE22
  introduction introductionOf introductionScript isOnTrial isTold isToldReceived keeping Keeping
  keeping.ts KeepingOutcome keysOrTell kindToldFor Knowledge knowledge.ts lastRung lend lingerMs
  loadConfigOrTell loadRunnableConfigOrTell lora_trial.ts LoraTrialPorts mayHurry modem_bench.ts
  modem_care.ts modem_trial.ts ModemBench ModemCare ModemTalk NOBODY nobody notTold obey
  obeyAboutMessages obeyEquipment obeyMessages obeyOne openDesk openKeeping PATIENCE_MS Patient
  patient pin_desk.ts PinDesk publicKeysOrTell RAK3172_INTRODUCTION Rak3172Talk read_or_tell.ts
  readOrTell readProfileOrTell readSpare readTally readTold RN2483_INTRODUCTION Rn2483Talk
  rootKeyOrTell run_errand.ts runBenchCommand runErrand Rung rung RungAction rungSequence
  RungTimes RYLR998_INTRODUCTION Rylr998Talk Safekeeping SessionFriends shout spare SPARE_MS
  SPARE_TABLES sparePath spareState spareText speech Speech StoreCare StoreCareParts Talk talk
  talk.ts talkOf tallies tally TallyName tell TELL_AGAIN_MS TELL_MS tellAndSalvage tellAt
  tellBehind tellClosed tellEnd tellFound tellHeard tellHeardThrough tellHeldBack tellLabelled
  tellLostFrames tellProblems tellRestore tellSkipped tellTroubles tellUnusableReceipts
  tellVerdict told TOLD Told told.ts TOLD_LIMIT ToldRow ToldSection toldText trial.ts trouble
  Trouble trustedOrTell turned urgeStored valueOrTell widenSome WIO_E5_INTRODUCTION WioE5Talk
  withBench WorkFriends Workshop workshop workshop.ts WorkshopPorts writeSpare
`.trim().split(/\s+/),
);

Deno.test("no name has a word that the field has another for", async () => {
  const found: string[] = [];
  for (const source of await projectSources()) {
    for (const name of bannedNamesOf(source)) {
      if (STANDING.has(name)) continue;
      const instead = wordsOf(name).filter((word) => Object.hasOwn(BANNED, word)).map((word) =>
        BANNED[word]
      ).join("; ");
      found.push(`${source.path}: ${name}: say ${instead}`);
    }
  }
  assert.deepEqual(found, []);
});

Deno.test("banned words are found in names and file names, and not in comments and texts", () => {
  const text =
    "// an errand\nconst createTalk = `errand ${runErrand()}`; x('talk', \"talk\"); talkative;";
  assert.deepEqual(
    [...bannedNamesOf({ path: "db/errand.ts", text })],
    ["errand.ts", "createTalk", "runErrand"],
  );
  assert.deepEqual([...bannedNamesOf({ path: "tests/errand.ts", text })], []);
});

Deno.test("a bench is the benchmark", () => {
  const text = "const bench = 1;";
  assert.deepEqual([...bannedNamesOf({ path: "gateway/bench/suite.ts", text })], []);
  assert.deepEqual([...bannedNamesOf({ path: "gateway/modems/a.ts", text })], ["bench"]);
});
