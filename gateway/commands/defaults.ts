/** Where the configuration is when nobody says otherwise. */
export const DEFAULT_CONFIG_PATH = "/etc/vigil/vigil.toml";
