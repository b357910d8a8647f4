/** What `AtProtocol` needs to know of a make that takes AT commands. */
import type { AtCommand } from "./command.ts";
import type { LineSource } from "./make_reader.ts";
import type { ModemIdentity, ModemKind, PayloadForm } from "../modem.ts";

/**
 * A question whose answer names it, so that no other answer can be taken for it. All lines before that
 * answer are old, and finals among them are skipped.
 */
export function landmark({ command, endsWith }: NamedCommand): AtCommand {
  return { command, endsWith, isLandmark: true };
}

/** A command whose answer names it. */
type NamedCommand = AtCommand & { readonly endsWith: RegExp };

/** What is nice to know: the answer is welcome and never needed. */
export interface AtQuestion extends AtCommand {
  readonly learn: (answer: readonly string[]) => ModemIdentity;
}

/** One setting: how it is written and how it reads. */
export interface AtSetting extends AtCommand {
  /** The same in the words of other firmware, tried when the first is refused. */
  readonly alternative?: string;
  /** Absent: it cannot be read. */
  readonly ask?: AtCommand;
  /**
   * True: the setting is as wanted; undefined: the answer does not show it. Called with the answer to
   * `ask`, and with the answer to the command itself, which may show what was set.
   */
  readonly isAsWanted?: (answer: readonly string[]) => boolean | undefined;
  /** True: asked before, and written only when it reads otherwise. */
  readonly onlyIfOtherwise?: true;
}

/** What shows that the modem is there and has not restarted. */
export interface AtPing extends AtCommand {
  /** False: it has lost its settings. */
  readonly isAsWanted?: (answer: readonly string[]) => boolean;
}

/** How a make that does not go on receiving by itself is made to receive. */
export interface AtReceiving {
  readonly command: AtCommand;
  /**
   * True: each packet and each failed reception ends it, and saying the command while it receives
   * does no harm; false: only a transmission ends it.
   */
  readonly endsWithPacket: boolean;
}

/** A question about the last packet, for makes that do not give its signal with it. */
export interface AtSignalQuestion extends AtCommand {
  readonly learn: (answer: readonly string[]) => { rssiDbm?: number; snrDb?: number };
}

/** How a make is asked who it is, whatever it is set to. Nothing of it changes a modem. */
export interface AtIdentification {
  readonly kind: ModemKind;
  readonly payloadForm: PayloadForm;
  /** Speed that its firmware leaves the factory with, in baud. */
  readonly baud: number;
  /** Said first, for what an unfinished command left in the modem; any answer will do. */
  readonly greeting: AtCommand;
  readonly questions: readonly AtQuestion[];
  /** Whether only this make gives such answers. */
  readonly isMine: (identity: ModemIdentity) => boolean;
  createReader(): LineSource;
}

/** A make that is set to something. */
export interface AtDialect extends AtIdentification {
  readonly maxFrameBytes: number;
  /**
   * Asked one after the other before anything is set: two that are asked elsewhere, if at all, in
   * the other order, so that the old answers to both are not taken for new ones.
   */
  readonly landmarks: readonly [AtCommand, AtCommand];
  /** Said each minute, if the modem has answered it before. */
  readonly ping: AtPing;
  readonly settings: readonly AtSetting[];
  /** Why these settings cannot be had from this make and what to change; undefined: they can. */
  readonly impossible: string | undefined;
  /** Restarts the modem; no answer is waited for. */
  readonly reset: string;
  /** Begins to receive again after a setting was refused half-way. */
  readonly resume?: AtCommand;
  /** Absent: it receives whenever it is configured and does not transmit. */
  readonly receiving?: AtReceiving;
  readonly signalQuestions?: readonly AtSignalQuestion[];
  /** Codes of refusals that only mean "not now". */
  readonly busyCodes: ReadonlySet<string>;
  /** True: it says when a transmission is over; false: that is known by its time on air only. */
  readonly reportsSent: boolean;
  /** The commands that transmit a frame, each to be said when the one before was answered. */
  transmission(frame: Uint8Array): readonly [AtCommand, ...AtCommand[]];
  /** Microseconds, the make's own extra bytes included. */
  timeOnAirUs(frame: Uint8Array): number;
}

/** A question whose answer is one line of this form; `learn` is given what the form captures. */
export function question(
  command: string,
  endsWith: RegExp,
  learn: (...captured: string[]) => ModemIdentity,
): AtQuestion & NamedCommand {
  return {
    command,
    endsWith,
    learn: (answer) => {
      const match = answer.map((line) => endsWith.exec(line)).find((found) => found !== null);
      return match === undefined ? {} : learn(...match.slice(1));
    },
  };
}
