import type { Diagnosis, Doctor } from "../../handlers/doctor/doctor.ts";

/** A doctor that has found what a test says. */
export class IdleDoctor implements Doctor {
  looks = 0;
  diagnosis: Diagnosis = { atUnixMs: 1, findings: [] };

  latest(): Diagnosis | undefined {
    return this.diagnosis;
  }

  look(): Promise<Diagnosis> {
    this.looks++;
    return Promise.resolve(this.diagnosis);
  }
}
