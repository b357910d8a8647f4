/** Name of the database in the data folder. */
export const STORE_FILE = "vigil.db";
