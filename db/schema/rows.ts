/** The row of each table. Written by tests/db/schema/row_types.ts from the migrations. */
export interface Tables {
  readonly act: {
    readonly number: number;
    readonly at_unix_ms: number;
    readonly by: string;
    readonly what: string;
    readonly subject: string;
    readonly details: string;
  };
  readonly airtime: {
    readonly band: string;
    readonly boot_id: string;
    readonly uptime_ms: number;
    readonly us: number;
  };
  readonly audit: {
    readonly number: number;
    readonly entry: string;
    readonly hash: Uint8Array;
  };
  readonly audit_day: {
    readonly day: string;
    readonly first: number;
    readonly last: number;
    readonly hash: Uint8Array;
  };
  readonly audit_subject: {
    readonly kind: string;
    readonly id: string;
    readonly number: number;
  };
  readonly confirmed_range: {
    readonly destination: number;
    readonly lane: number;
    readonly first: number;
    readonly last: number;
  };
  readonly delivery: {
    readonly event: number;
    readonly destination: number;
    readonly offered_unix_ms: number | null;
    readonly confirmed_unix_ms: number | null;
    readonly receipt: string | null;
  };
  readonly delivery_pause: {
    readonly destination: number;
    readonly since_unix_ms: number;
    readonly by: string;
    readonly reason: string;
  };
  readonly destination: {
    readonly number: number;
    readonly name: string;
    readonly type: "mqtt" | "webhook" | "sms" | "stream";
    readonly required: 0 | 1;
    readonly configured: 0 | 1;
    readonly created_unix_ms: number;
  };
  readonly device: {
    readonly number: number;
    readonly uid: string;
    readonly assignment: "none" | "active" | "suspended" | "retired";
    readonly reference: string | null;
    readonly expires_unix_ms: number | null;
    readonly created_unix_ms: number;
    readonly changed: number;
    readonly heartbeat_s: number;
    readonly silent: 0 | 1;
    readonly learned_heartbeat_s: number | null;
    readonly exempt: 0 | 1;
  };
  readonly device_health: {
    readonly device: number;
    readonly battery_percent: number | null;
    readonly battery_unix_ms: number | null;
    readonly charged_unix_ms: number | null;
    readonly not_charged_unix_ms: number | null;
    readonly rssi_dbm: number | null;
    readonly snr_db: number | null;
    readonly signal_unix_ms: number | null;
  };
  readonly device_key: {
    readonly device: number;
    readonly kid: number;
    readonly root_key: Uint8Array;
    readonly state: "current" | "next";
    readonly newest_epoch: number;
    readonly newest_counter: number;
    readonly heard_unix_ms: number | null;
  };
  readonly device_step: {
    readonly number: number;
    readonly device: number;
    readonly at_unix_ms: number;
    readonly by: string;
    readonly what:
      | "issued"
      | "assigned"
      | "extended"
      | "suspended"
      | "resumed"
      | "changed"
      | "rekeying"
      | "retired"
      | "erased"
      | "drill-started"
      | "drill-ended";
    readonly details: string;
  };
  readonly device_test: {
    readonly number: number;
    readonly device: number;
    readonly at_unix_ms: number;
    readonly passed: 0 | 1;
    readonly by: string;
    readonly steps: string;
  };
  readonly drill: {
    readonly device: number;
    readonly boot_id: string;
    readonly until_uptime_ms: number;
    readonly by: string;
  };
  readonly drill_alarm: {
    readonly device: number;
    readonly boot_id: string;
    readonly uptime_ms: number;
  };
  readonly escalation: {
    readonly destination: number;
    readonly lane: 0 | 1;
    readonly ordinal: number;
    readonly event: number;
    readonly owed: 0 | 1;
    readonly due_unix_ms: number;
    readonly sent_unix_ms: number | null;
    readonly confirmed: 0 | 1;
    readonly confirmed_unix_ms: number | null;
  };
  readonly event: {
    readonly sequence: number;
    readonly id: Uint8Array;
    readonly lane: number;
    readonly ordinal: number;
    readonly type: string;
    readonly device: number | null;
    readonly kid: number | null;
    readonly epoch: number | null;
    readonly counter: number | null;
    readonly tag: Uint8Array | null;
    readonly answerable: 0 | 1;
    readonly incident: Uint8Array | null;
    readonly received_unix_ms: number;
    readonly hash: Uint8Array;
    readonly body: Uint8Array | string;
    readonly redacted: 0 | 1;
    readonly checksum: number | null;
  };
  readonly foreign_sender: {
    readonly kind: "sms" | "lorawan";
    readonly address: string;
    readonly device: number;
    readonly codec: string;
    readonly key: Uint8Array | null;
    readonly application_key: Uint8Array | null;
    readonly counter: number;
    readonly incident: Uint8Array | null;
    readonly heard_unix_ms: number | null;
  };
  readonly inbox: {
    readonly number: number;
    readonly digest: Uint8Array;
    readonly modem: string;
    readonly pdu: string;
    readonly announced: number | null;
    readonly place: string;
    readonly received_unix_ms: number;
    readonly boot_id: string;
    readonly uptime_ms: number;
    readonly repeats: number;
    readonly done: 0 | 1;
  };
  readonly incident: {
    readonly id: Uint8Array;
    readonly device: number;
    readonly kid: number;
    readonly alarm: number;
    readonly state:
      | "new"
      | "received"
      | "accepted"
      | "rejected"
      | "underway"
      | "on-scene"
      | "closed";
    readonly opened: number;
    readonly opened_unix_ms: number;
    readonly ended: 1 | null;
  };
  readonly incident_note: {
    readonly number: number;
    readonly incident: Uint8Array;
    readonly at_unix_ms: number;
    readonly by: string;
    readonly said: string | null;
    readonly text: string | null;
    readonly link: string | null;
    readonly hash: Uint8Array;
  };
  readonly incident_stage: {
    readonly incident: Uint8Array;
    readonly stage: "accepted" | "underway" | "closed";
    readonly device: number;
    readonly transition: number;
    readonly state: "due" | "heard" | "overtaken";
    readonly sent: number;
    readonly is_listening: 0 | 1;
    readonly sent_unix_ms: number | null;
    readonly heard_unix_ms: number | null;
  };
  readonly incident_transition: {
    readonly number: number;
    readonly incident: Uint8Array;
    readonly state: "received" | "rejected" | "accepted" | "underway" | "on-scene" | "closed";
    readonly outcome: "real" | "false" | "test" | null;
    readonly by: string;
    readonly reason: string | null;
    readonly way: "http" | "mqtt" | "receipt";
    readonly via: string;
    readonly at_unix_ms: number;
    readonly token: string | null;
    readonly said: string | null;
  };
  readonly intake: {
    readonly number: number;
    readonly version: number;
    readonly sequence: number;
    readonly lane: number;
    readonly ordinal: number;
    readonly frame: string;
    readonly checksum: number;
    readonly failure: string | null;
  };
  readonly lane: {
    readonly destination: number;
    readonly lane: number;
    readonly subscribed: 0 | 1;
    readonly since: number;
    readonly until: number | null;
    readonly watermark: number;
    readonly beyond: number;
    readonly skipped: number;
    readonly offered: number;
    readonly delivered: number;
    readonly shed: number;
    readonly escalated: number;
    readonly escalated_delivered: number;
  };
  readonly measured_subject: {
    readonly number: number;
    readonly name: string;
    readonly span: 12 | 72;
  };
  readonly measurement: {
    readonly span: 1 | 12 | 72;
    readonly at: number;
    readonly subject: number;
    readonly kind: number;
    readonly count: number;
    readonly sum: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly spread: Uint8Array | null;
  };
  readonly meta: {
    readonly key: string;
    readonly value: string;
  };
  readonly modem: {
    readonly name: string;
    readonly port: string;
    readonly place: string;
    readonly kind: string;
    readonly model: string | null;
    readonly firmware: string | null;
    readonly serial: string | null;
    readonly sim: string | null;
    readonly seen_unix_ms: number;
  };
  readonly modem_change: {
    readonly number: number;
    readonly at_unix_ms: number;
    readonly by: string;
    readonly modem: string | null;
    readonly port: string;
    readonly kind: string;
    readonly serial: string | null;
    readonly settings: string;
    readonly done: 0 | 1;
  };
  readonly passkey: {
    readonly id: Uint8Array;
    readonly owner: number;
    readonly public_key: Uint8Array;
    readonly sign_count: number;
    readonly transports: string;
    readonly label: string;
    readonly created_unix_ms: number;
    readonly used_unix_ms: number | null;
  };
  readonly reception: {
    readonly event: number;
    readonly at_unix_ms: number;
    readonly modem: string;
    readonly rssi_dbm: number | null;
    readonly snr_db: number | null;
  };
  readonly recovery_code: {
    readonly owner: number;
    readonly hash: Uint8Array;
    readonly used_unix_ms: number | null;
  };
  readonly rejected: {
    readonly number: number;
    readonly at_unix_ms: number;
    readonly modem: string;
    readonly reason: string;
    readonly carrier: "bytes" | "text";
    readonly payload: Uint8Array;
    readonly rssi_dbm: number | null;
    readonly snr_db: number | null;
    readonly retried: 0 | 1;
    readonly sender: string | null;
    readonly device: string | null;
    readonly codec: string | null;
  };
  readonly report_day: {
    readonly day: string;
    readonly first_sequence: number;
    readonly last_sequence: number;
  };
  readonly seen: {
    readonly device: number;
    readonly kid: number;
    readonly epoch: number;
    readonly counter: number;
    readonly tag: Uint8Array;
    readonly event: number;
    readonly answers: Uint8Array;
  };
  readonly shift_note: {
    readonly number: number;
    readonly at_unix_ms: number;
    readonly by: string;
    readonly text: string | null;
    readonly hash: Uint8Array;
  };
  readonly stream_entry: {
    readonly destination: number;
    readonly number: number;
    readonly sequence: number;
    readonly hash: Uint8Array;
  };
  readonly stream_shed: {
    readonly destination: number;
    readonly first: number;
    readonly last: number;
  };
  readonly tally: {
    readonly name: string;
    readonly value: number;
  };
  readonly token: {
    readonly id: string;
    readonly name: string;
    readonly role: "dispatch" | "technician" | "operator" | "auditor" | "admin" | "monitor";
    readonly stream: string | null;
    readonly hash: Uint8Array;
    readonly created_unix_ms: number;
    readonly expires_unix_ms: number | null;
    readonly revoked_unix_ms: number | null;
    readonly owner: number | null;
    readonly scope: "act" | "read" | null;
  };
  readonly user: {
    readonly number: number;
    readonly id: string;
    readonly name: string;
    readonly full_name: string;
    readonly roles: string;
    readonly password: string | null;
    readonly totp_secret: Uint8Array | null;
    readonly totp_step: number;
    readonly setup_hash: Uint8Array | null;
    readonly setup_expires_unix_ms: number | null;
    readonly generation: number;
    readonly changed: number;
    readonly created_unix_ms: number;
    readonly disabled_unix_ms: number | null;
  };
  readonly wearable_day: {
    readonly day: string;
    readonly device: number;
    readonly heard: number;
    readonly first_unix_ms: number | null;
    readonly last_unix_ms: number | null;
    readonly longest_gap_ms: number;
    readonly battery_low: number | null;
    readonly battery_last: number | null;
    readonly charging: 0 | 1;
    readonly tests: number;
    readonly alarms: number;
    readonly drills: number;
    readonly silences: number;
    readonly not_charged: number;
  };
}
