/** Health plan numbers: member, policy, subscriber and insured-person numbers, told by their word. */

import { defineDetector } from '../src/detection/detector.ts';
import { codeRejected } from '../src/detection/identifier-words.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'health-insurance-id',
  kind: 'HEALTH_INSURANCE_ID',
  title: 'Health insurance number',
  word: 'health-plan',
  authority: '45 CFR 164.514(b)(2)(i)(I); SGB V § 290 (Krankenversichertennummer); Decision S1 (EHIC)',
  regulations: ['HIPAA 164.514(b)(2)(i)(I)', 'CCPA 1798.140(ae)(2)(B)', 'GDPR Art. 9'],
  cased: true,
  shape:
    '(?:[A-Za-z]{1,5}-?|[A-Z]{1,4} )[A-Za-z]?\\d{4,12}(?:[- ]\\d{2,6}){0,3}[A-Za-z]?\\d{0,3}|\\d{4,20}(?:[- ]\\d{1,6}){0,3}[A-Za-z]{0,2}|\\d{2,4}(?:[- ]\\d{2,6}){1,5}|[A-Za-z]{1,4}\\d[A-Za-z0-9]{4,12}|\\d{1,3}[A-Za-z][A-Za-z0-9]{4,12}',
  check: (value) => value.replace(/\D/g, '').length >= 5 && value.length >= 6 && value.length <= 20,
  reject: codeRejected,
  context: [
    'member id, member no, member number, member num, memberid, member identification, subscriber id, subscriber no',
    'subscriber number, health insurance, health insurance id, health insurance number, health insurance no, health plan',
    'health plan id, health plan number, insurance id, insurance member id, insurance policy, insurance number, insurance no',
    'insurance card, insurance policy number, policy number, policy no, health policy, beneficiary number, medicaid',
    'medicaid id, medicaid number, blue cross, blue shield, bcbs, aetna, cigna, humana, unitedhealthcare, united healthcare, kaiser, anthem',
    'bupa, insurance member, ehic, ehic number, health card, health card number, ohip, hmo id, group number, group no, group id',
    'egk, egk nummer, egk nr, versichertennummer, versicherten nr, krankenversicherung, krankenversichertennummer, krankenkasse, kvnr, gesundheitskarte',
    'tarjeta sanitaria, numero de tarjeta sanitaria, poliza, numero de poliza, seguro medico, numero de afiliado, numero de asegurado',
    'mutuelle, numero de mutuelle, numero d adherent, numero adherent, plano de saude, carteirinha, numero da carteirinha',
    'tessera sanitaria, zorgverzekering, polisnummer, zorgpolis, verzekerdennummer, 健康保険, 保険証, 保険証番号, 被保険者番号, 医保卡, 医保号, 社保卡, 医保卡号',
    'बीमा नंबर, पॉलिसी नंबर, رقم التأمين, التأمين الصحي, رقم البوليصة, medical insurance, insurance ID is, insured id, enrollee id, cns, cartao sus, cartao do sus, numero do sus',
  ],
  slippery: [
    'insurance id, member id, policy number, subscriber id, insurance number, insurance policy, health insurance, blue cross',
  ],
  exclude: [
    'car, home, house, auto, motor, travel, pet, boat, phone, device, gym, club, library, loyalty, warranty, iam, vin, plate, premium, copay, deductible, dob, room, refund, return, card ending',
  ],
  ahead: 45,
  behind: 24,
  sameSentence: true,
  nearest: true,
  examples: {
    hits: [
      'member ID ‹XQZ882910334›',
      'insurance policy number: ‹H-4829137-02›',
      'Versichertennummer ‹A123456780›',
      'subscriber id ‹882910334›',
    ],
    misses: [
      'XQZ882910334',
      'member since 2019',
      'policy number missing, order 882910334',
      'our return policy 30 days',
      'health insurance costs 450',
      'car insurance policy number 9912-3345-77',
      'gym member id 4471220',
    ],
  },
};

/** Members, subscribers and policies of anything but a health plan. */
const other =
  /\b(?:travel|car|motor|auto|home|house|pet|phone|gadget|boiler|contents|bike|breakdown|vehicle|gym|fitness|club|library|loyalty|rewards?|points|miles|flyer|airline|hotel|forum|discord|costco|cinema|prize|newsletter|channel|youtube|twitch|patreon|spotify|netflix|magazine|podcast|union|cycling|golf|tennis|book)\b/i;
/** A word that leaves no doubt all the same. */
const sure =
  /\b(?:health|medical|dental|hospital|clinic|doctor|copay|deductible|medicaid|medicare|blue cross|bcbs|aetna|cigna|humana|kaiser|anthem|bupa|pharmacy|rx|prescription|dob|patient)\b/i;

const base = nationalId(spec);

export default defineDetector({
  ...base,
  confirm(view, word) {
    const around = view.text.slice(Math.max(0, word.start - 40), word.end + 40);
    return other.test(around) && !sure.test(around) ? undefined : base.confirm(view, word);
  },
});
