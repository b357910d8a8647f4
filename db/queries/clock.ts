/** Query of the time below which no clock is believed. */
export {
  /** The floor that was kept last; undefined: none was. */
  keptTimeFloor as floor,
} from "../transactions/time_floor.ts";
