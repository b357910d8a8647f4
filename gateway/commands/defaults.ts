/** Where the configuration is by default. */
export const DEFAULT_CONFIG_PATH = "/etc/vigil/vigil.toml";
