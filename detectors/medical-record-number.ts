/** Medical record numbers: each hospital counts in its own way, so the word decides. */

import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { codeRejected } from '../src/detection/identifier-words.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'medical-record-number',
  kind: 'MEDICAL_RECORD_NUMBER',
  title: 'Medical record number',
  word: 'mrn',
  authority: '45 CFR 164.514(b)(2)(i)(H); HL7 v2 PID-3 (identifier type MR)',
  regulations: ['HIPAA 164.514(b)(2)(i)(H)', 'GDPR Art. 9'],
  cased: true,
  shape:
    '[A-Za-z]{0,4}[-#/]?\\d{2,12}(?:[-/ ]\\d{2,6}){0,3}[A-Za-z]?|[A-Z]{1,4} \\d{4,12}|[A-Za-z]{1,3}\\d[A-Za-z0-9]{3,9}',
  check: (value) => value.replace(/\D/g, '').length >= 5 && value.length <= 16,
  reject: codeRejected,
  context: [
    'mrn, m r n, mrns, medical record, medical record no, medical record num, medical record number, medical records number',
    'med rec, med rec no, med record, patient id, patient no, patient num, patient number, chart no, chart number, chart',
    'chart id, hospital number, hospital no, hospital id, patient record, patient record number, mr number',
    'med record number, patient file number, medical file number, mrn number, mrn no, mrn is, patient identifier, mr no',
    'historia clinica, numero de historia clinica, numero de historia, expediente medico, nhc, numero de paciente',
    'patientennummer, patienten id, patientenakte, fallnummer, numero de dossier medical, dossier medical, numero patient',
    'numero de dossier, ipp, numero do prontuario, prontuario, numero de utente, cartella clinica, numero cartella clinica',
    'patientnummer, dossiernummer, numer pacjenta, numer kartoteki, journalnummer, カルテ番号, 診察券番号, 病历号, 病歴号, 住院号, 患者番号',
    'मरीज आईडी, رقم الملف الطبي, رقم المريض, رقم الملف, 診察券, 患者ID, 病案号, uhid, unit number, health record number, clinic number',
  ],
  slippery: ['medical record, medical record number, hospital number, patient number'],
  exclude: ['npi, room, age, date, dob, appointment, bp, weight, dose, policy, member'],
  ahead: 40,
  behind: 24,
  sameSentence: true,
  nearest: true,
  examples: {
    hits: [
      'MRN ‹00482913›',
      'medical record number: ‹A-482913›',
      'patient id ‹PT-0048291›',
      'mrn#‹4829137›',
      '‹4829137› is my chart number',
    ],
    misses: [
      '4829137',
      'mrn pending, order 4829137',
      'patient id 12',
      'patient number 3 in the queue',
      'medical record from 2019-03-04',
    ],
  },
};

const base = nationalId(spec);

export default defineDetector({
  ...base,
  confirm(view, word) {
    const found = base.confirm(view, word) ?? [];
    return ('kind' in found ? [found] : found).map((hit) => withPrefix(view.text, hit));
  },
});

/** Letters glued to the digits belong to the number, although they may be the word for it: `MRN3721769`. */
function withPrefix(text: string, hit: Hit): Hit {
  const glued = /(?<![\p{L}\d])\p{L}{1,5}-?$/u.exec(text.slice(Math.max(0, hit.start - 8), hit.start));
  return glued === null || !/^\d/.test(text.slice(hit.start, hit.start + 1))
    ? hit
    : { ...hit, start: hit.start - glued[0].length };
}
