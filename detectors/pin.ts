/** Personal identification numbers: four to six digits that are said to be one. */
import { defineDetector } from '../src/detection/detector.ts';
import { phrases, saidAfter, saidBefore, saidHit } from '../src/detection/said.ts';

const value = /(?<![\w.,/:#-])(?:\d{4,6}|\d \d \d \d)(?![\w%]|[.,/:-]\d|\s?(?:digits?|characters|times|[$€£]))/u;
const valueAtEnd = /(?<![\w.,/:#$€£-])\d{4,6}$/u;

export default defineDetector({
  id: 'pin',
  kinds: [{ kind: 'PIN', title: 'PIN', word: 'pin', visible: 'nothing', neverStored: true }],
  title: 'Personal identification numbers',
  authority: 'ISO 9564-1 (PIN of 4 to 12 digits), PCI DSS 4.0.1 glossary, PIN',
  regulations: ['PCI DSS 4.0.1 req. 3.3.1.3'],
  takes: ['term'],
  reach: 8,
  digitsWithin: 160,
  words: {
    other: {
      terms: phrases(
        'postal|postcode|post code|zip|delivery|deliver|area|city|district|address|connector|gpio|pinout|bowling|pad|pinpad|terminal|reader|board|pinterest|map|chip|voltage|socket|plug|hs code|deliverable|serviceable|mumbai|delhi|bangalore|pune|chennai|hyderabad|kolkata|bowling',
      ),
      before: 60,
      after: 60,
    },
  },
  terms: {
    pin: phrases(
      'pin|pin no|pin number|pin nr|my pin|card pin|atm pin|debit pin|bank pin|sim pin|phone pin|account pin|security pin|telephone pin|voicemail pin|login pin|app pin|pin is|numero pin|codigo pin|code pin|codice pin|pin code|pincode|geheimzahl|geheimnummer|pin nummer|code secret|code confidentiel|clave de cajero|clave numerica|nip|numero de identificacion personal|senha do cartao|senha de 4 digitos|pincode van|pinkod|pin kod|kod pin|pinkode|暗証番号|密码 pin|取款密码|الرقم السري|رقم سري|पिन|पिन नंबर',
    ),
  },
  examples: {
    hits: ['my pin is ‹4821›', 'PIN: ‹90210›', '‹4821› is the pin for my card', 'die Geheimzahl lautet ‹4821›'],
    misses: ['pin code 560001', 'pin 12 on the connector', 'I pinned it', 'forgot my pin', 'the pin has 4 digits'],
  },
  confirm(view, { start, end }) {
    const said = saidAfter(view.text, end, value) ?? saidBefore(view.text, start, valueAtEnd);
    if (said === undefined || view.near('other', start, said.end) >= 0) return undefined;
    // An Indian postal index number is called a PIN code, too.
    const postal = /^pin ?code$/i.test(view.text.slice(start, end)) && /^[1-8]\d{5}$/.test(said.value);
    return postal ? undefined : saidHit('PIN', said, 0.9, 'pin', start);
  },
});
