/** A place in the three forms in which people give it to each other, each to be copied by one press. */
import {
  lambert2008,
  lambertText,
  type Place,
  plusCode,
} from "../../../../../devices/coordinates/coordinates.ts";
import type { Messages } from "../../../../i18n/messages.ts";

interface CoordinatesProps {
  readonly place: Place;
  readonly messages: Messages;
}

/** The three forms; without Lambert where that grid is not used. */
export function Coordinates({ place, messages }: CoordinatesProps) {
  const { lat, lon } = place;
  const lambert = lambert2008(place);
  return (
    <dl class="coordinates">
      <Form name="WGS 84" text={`${lat.toFixed(5)}, ${lon.toFixed(5)}`} messages={messages} />
      {lambert === undefined
        ? null
        : <Form name="Lambert 2008" text={lambertText(lambert)} messages={messages} />}
      <Form name={messages.map.plusCode} text={plusCode(place)} messages={messages} />
    </dl>
  );
}

/** The button appears with the script that makes it work. */
function Form(
  { messages: { map }, name, text }: { name: string; text: string; messages: Messages },
) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class="place">{text}</span>{" "}
        <button type="button" class="copy" data-copy={text} aria-label={`${map.copy}: ${name}`}>
          {map.copy}
        </button>
      </dd>
    </div>
  );
}
