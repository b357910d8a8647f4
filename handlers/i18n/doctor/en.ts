import type { DoctorMessages } from "./messages.ts";

/** English. */
export const doctor: DoctorMessages = {
  groups: {
    gateway: "Gateway",
    configuration: "Configuration",
    storage: "Storage",
    backups: "Backups",
    clock: "Clock",
    modems: "Modems and ports",
    destinations: "Destinations",
    access: "Access",
    machine: "Machine",
  },
  tones: { bad: "wrong", warning: "warning", good: "good" },
  findings: {
    "gateway-running": ["The gateway has been running for {hours} h, version {version}."],
    "gateway-down": ["No gateway runs on {path}: no alarm is heard.", "Start it."],
    "gateway-not-ready": [
      "The gateway does not take alarms as promised: {problem}.",
      "Do what the lines about storage below say.",
    ],
    "gateway-degraded": ["The gateway reports {code}: {problem}", "Do what the sentence says."],
    "service-good": [
      "systemd starts the gateway at every start of the box and after a fault, watches it and confines it.",
    ],
    "service-missing": [
      "No service starts the gateway again after a fault or a power cut.",
      "Install the unit that comes with Vigil.",
    ],
    "service-disabled": [
      "The gateway is not started when the box starts.",
      "Have systemd start it.",
    ],
    "service-unwatched": [
      "A gateway that hangs or falls is not started again ({missing}).",
      "Take over these lines from the unit that comes with Vigil.",
    ],
    "service-unconfined": [
      "The gateway may do more on this box than it has to ({missing}).",
      "Take over these lines from the unit that comes with Vigil.",
    ],
    "service-restarted": [
      "systemd had to start the gateway again {count} times since its service was started.",
      "Read why in its log.",
    ],
    "configuration-good": ["The configuration {path} is valid."],
    "configuration-invalid": [
      "The configuration {path} has an error: {problem}.",
      "Correct it: no gateway starts with it.",
    ],
    "configuration-unsafe": [
      "With this configuration alarms are less safe than they could be: {problem}.",
      "Change it, or leave it so knowingly.",
    ],
    "secrets-closed": ["Keys and passwords of the configuration are closed to other users."],
    "secret-readable": [
      "Every user of this box can read {path}, which holds a key or a password.",
      "Close it to others, and replace what is in it if others use this box.",
    ],
    "folder-missing": [
      "The data folder {path} does not exist yet.",
      "Start the gateway once: it makes the folder.",
    ],
    "folder-readable": [
      "Other users can get into the data folder {path} (mode {mode}): it holds keys and places.",
      "Close it to others.",
    ],
    "folder-owners": [
      "The data folder belongs to user {folder} and the store in it to user {store}.",
      "Give both to the user of the gateway.",
    ],
    "space-good": ["{free} MB of the disk of the data folder are free ({percent} %)."],
    "space-low": [
      "Only {free} MB of the disk of the data folder are free ({percent} %).",
      "Remove what is not needed, keep less ([retention]), or use a larger disk.",
    ],
    "disk-good": ["The data folder is on a disk ({disk}, {kind})."],
    "disk-card": [
      "The data folder is on an SD card ({disk}): cards wear out, and a power cut can destroy them.",
      "Move it to an SSD or an industrial card, and have backups made on another disk.",
    ],
    "disk-memory": [
      "The data folder is in memory ({kind}): all alarms in it are lost with the power.",
      "Set gateway.data_dir to a folder on a disk.",
    ],
    "disk-layer": [
      "The data folder is in the layer of a container: it is lost with the container.",
      "Mount a volume for it.",
    ],
    "disk-network": [
      "The data folder is on a network file system ({kind}), whose locks and commits do not hold.",
      "Set gateway.data_dir to a folder on a disk of this box.",
    ],
    "barriers-off": [
      "The file system is mounted with {option}: a power cut can tear what counts as stored.",
      "Take the option out of /etc/fstab and mount it again.",
    ],
    "log-large": [
      "The log of the store has grown to {size} MB: some reader holds it.",
      "End long running commands on the store; if it does not shrink, restart the gateway.",
    ],
    "store-good": ["The store is in order by a quick look: {size} MB."],
    "store-missing": ["There is no store yet.", "Start the gateway once: it makes the store."],
    "store-damaged": [
      "The store is damaged: {problem}.",
      "Restart the gateway: it sets the store aside, goes on with a new one and saves what can be read.",
    ],
    "store-unreadable": [
      "The store cannot be looked at: {problem}.",
      "Run this as the user of the gateway.",
    ],
    "backup-good": [
      "The newest backup is {hours} h old and was read back whole: {path}, {size} MB.",
    ],
    "backup-not-set": [
      "No backups are made by themselves.",
      "Set dir in [backup] to a folder on another disk.",
    ],
    "backup-missing": ["There is no backup in {path} yet.", "Make one now."],
    "backup-old": [
      "The newest backup is {hours} h old, and one is to be made every {every} h.",
      "Make one now, and read in the log of the gateway why there was none.",
    ],
    "backup-failed": [
      "The last backup failed: {problem}",
      "Mend that; the gateway tries again within the hour.",
    ],
    "backup-same-disk": [
      "The backups in {path} are on the disk of the store: both are lost together.",
      "Set dir in [backup] to a folder on another disk.",
    ],
    "backup-readable": [
      "Other users can get into {path} (mode {mode}), and backups hold keys.",
      "Close it to others.",
    ],
    "clock-good": ["The clock is kept right over the network."],
    "clock-unsynchronised": [
      "Nothing keeps the clock right: times of alarms may be wrong.",
      "Have it kept right over the network.",
    ],
    "clock-behind": [
      "The clock shows {time}, and it was later than {floor} already.",
      "Set it right, and have it kept right over the network.",
    ],
    "rtc-good": ["A clock with a battery knows the time after a power cut."],
    "rtc-missing": [
      "The box has no clock with a battery: after a power cut without a network it does not know the time.",
      "Fit one (for a Raspberry Pi 5: its RTC battery).",
    ],
    "modems-none": [
      "No modem is configured: no wearable is heard by radio.",
      "Add a [[modem]]; the list of ports shows what is plugged in.",
    ],
    "modem-good": ["Modem {modem} works."],
    "modem-lost": [
      "Modem {modem} does not answer.",
      "Check its cable and its power, then test it.",
    ],
    "port-good": ["Modem {modem}: its port {port} is there and can be opened."],
    "port-missing": [
      "Modem {modem}: there is no port {port}.",
      "Check its cable and its power; the list of ports shows what is plugged in.",
    ],
    "port-held": [
      "Modem {modem}: its port {port} is also open in {holders}.",
      "End that program, and keep it off the ports.",
    ],
    "port-denied": [
      "Modem {modem}: this user may not open {port}.",
      "Put the user of the gateway into the group of the port, and start the gateway again.",
    ],
    "port-unstable": [
      "Modem {modem}: {port} may be another adapter after the next start.",
      "Write the name that stays, from /dev/serial/by-id or by-path.",
    ],
    "port-seekers": [
      "{program} runs on this box and may write to the ports of modems.",
      "Install the udev rules that come with Vigil, or end it for good.",
    ],
    "rules-good": ["The udev rules that keep other programs off the modems are installed."],
    "rules-missing": [
      "The udev rules that keep other programs off the modems are not installed.",
      "Install them.",
    ],
    "destinations-none": [
      "No destination is configured: alarms are stored and reach no one.",
      "Add a [[destination]].",
    ],
    "destination-good": ["Destination {name} is reached."],
    "destination-lost": [
      "Destination {name} is not reached: {problem}.",
      "Check the network and the receiver.",
    ],
    "name-unknown": [
      "Destination {name}: the name {host} is not found ({problem}).",
      "Check the name in its url, and the name service of this box.",
    ],
    "connection-failed": [
      "Destination {name}: {host} takes no connection ({problem}).",
      "Check the network, the firewall and the receiver.",
    ],
    "handshake-failed": [
      "Destination {name}: {host} gives no TLS connection that can be trusted ({problem}).",
      "Check its certificate, and ca, cert, key and tls_min of the destination.",
    ],
    "stream-good": ["Destination {name} was fetched {minutes} min ago."],
    "stream-quiet": [
      "Dispatch has not fetched {name} for {minutes} min.",
      "Check the program at dispatch, its network and its token.",
    ],
    "certificate-good": ["The certificate of {name} holds for {days} days more."],
    "certificate-ends": [
      "The certificate of {name} ends in {days} days (below 0: it has ended).",
      "Put a new one in its place.",
    ],
    "certificate-unreadable": [
      "The certificate of {name} cannot be read: {problem}.",
      "Put a valid one in its place.",
    ],
    "listeners-closed": ["API and pages face a network over TLS only, or not at all."],
    "listener-open": [
      "{name} listens on {host} without TLS: passwords and places cross the network in the clear.",
      "Set http.tls_cert and http.tls_key, or let it listen on 127.0.0.1.",
    ],
    "admins-good": ["{count} administrators can sign in."],
    "admin-missing": ["No administrator can sign in to the pages.", "Make one."],
    "admin-alone": [
      "Only one administrator can sign in: without that person no account can be mended.",
      "Make a second one.",
    ],
    "accounts-good": ["All {count} accounts have a second factor or a passkey."],
    "factor-missing": [
      "{count} accounts can be used with a password alone.",
      "Reset them: their owners then set up a second factor.",
    ],
    "tokens-good": ["{count} tokens of programs hold, and none of them for ever."],
    "tokens-endless": [
      "{count} tokens of programs never end.",
      "Issue them again with --days, and revoke those that no program uses.",
    ],
    "token-ends": [
      "The token {name} ends in {days} days: its program is refused then.",
      "Issue a new one to the program.",
    ],
    "audit-good": ["The newest {entries} entries of the audit log are whole, up to number {head}."],
    "audit-broken": [
      "The audit log is not whole: entry {number} is not as it was written.",
      "Check all of it, compare it with an export, and find out who could write to the store.",
    ],
    "versions": ["Vigil {vigil}, Deno {deno}, SQLite {sqlite}, Linux {kernel}."],
    "memory-good": ["{free} of {total} MB of memory are available."],
    "memory-low": [
      "Only {free} of {total} MB of memory are available.",
      "End other programs, or use a box with more memory.",
    ],
    "swap-used": [
      "{used} MB of memory were moved to the disk: the gateway may wait for them.",
      "End other programs, or use a box with more memory.",
    ],
    "power-good": ["The power supply has been good since the start of the box."],
    "power-low": [
      "The power supply is too weak now: modems and disk can fail.",
      "Use the power supply of the maker of the board and a short cable.",
    ],
    "power-was-low": [
      "The power supply was too weak at times since the start of the box.",
      "Use the power supply of the maker of the board and a short cable.",
    ],
    "processor-slowed": [
      "The processor is slowed down by heat or by weak power.",
      "Let air at the box, and check its power supply.",
    ],
    "temperature-good": ["The processor is at {celsius} °C."],
    "temperature-high": ["The processor is at {celsius} °C.", "Let air at the box."],
  },
};
