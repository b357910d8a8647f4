/** Where the configuration is by default. */
export const DEFAULT_CONFIG_PATH = "/etc/vigil/vigil.toml";
/** Configuration file of `vigil dispatch` when none is named. */
export const DEFAULT_DISPATCH_PATH = "/etc/vigil/dispatch.toml";
