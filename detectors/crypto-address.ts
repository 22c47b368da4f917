/** Wallet addresses of cryptocurrencies, each by the check that its chain defines. */
import { base58Bytes, base58Checked, bech32Checked, eip55 } from '../src/detection/checks-coin.ts';
import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { phrases } from '../src/detection/said.ts';

const shaped =
  /(?<![A-Za-z0-9])(?:0x[0-9a-fA-F]{40}|(?:bc|tb|bcrt|ltc|tltc|addr|stake|cosmos|osmo|terra|inj|celestia|erd|bnb|one|zil|fetch|juno|akash|kava|axelar)1[02-9ac-hj-np-z]{38,110}|(?:BC|LTC)1[02-9AC-HJ-NP-Z]{38,80}|(?:bitcoincash:)?[qp][02-9ac-hj-np-z]{41}|[1-9A-HJ-NP-Za-km-z]{25,48}|[48][1-9A-HJ-NP-Za-km-z]{94})(?![A-Za-z0-9])/g;
/** The shortest address: base58 of 25 bytes that begin with zeros. */
const SIZE_MIN = 25;
const ripple = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

export default defineDetector({
  id: 'crypto-address',
  kinds: [{ kind: 'CRYPTO_ADDRESS', title: 'Cryptocurrency address', word: 'wallet', visible: 'nothing' }],
  title: 'Cryptocurrency wallet addresses',
  authority:
    'Base58Check of Bitcoin, BIP-173 and BIP-350 (bech32, bech32m), EIP-55, base58 account ids of other chains',
  regulations: ['GDPR Art. 4(1)', 'EU 2023/1113 Art. 14'],
  takes: ['token'],
  reach: 128,
  words: {
    wallet: {
      terms: phrases(
        'wallet|wallet address|address|bitcoin|btc|ethereum|eth|solana|sol|usdt|usdc|tether|crypto|coin|coins|litecoin|ltc|dogecoin|doge|tron|trx|xrp|ripple|monero|xmr|cardano|ada|polygon|matic|bnb|deposit|withdraw|withdrawal|send|send it to|payout|blockchain|ledger|metamask|phantom|binance|coinbase|direccion|cartera|billetera|monedero|adresse|brieftasche|portefeuille|endereco|carteira|indirizzo|portafoglio|adres|portfel|ウォレット|アドレス|钱包|地址|محفظة|वॉलेट',
      ),
      before: 80,
      after: 60,
    },
    other: {
      terms: phrases(
        'tx|txid|transaction|transaction hash|hash|commit|contract|block|token contract|key|secret|build|sha1|sha',
      ),
      before: 24,
      after: 0,
    },
  },
  examples: {
    hits: [
      'send to ‹1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2›',
      'btc ‹bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq›',
      'eth: ‹0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed›',
    ],
    misses: [
      '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3',
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD',
      'commit 5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
      'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx',
    ],
  },
  confirm(view, { start, end }) {
    if (end - start < SIZE_MIN) return undefined;
    const hits: Hit[] = [];
    const token = view.text.slice(start, end);
    shaped.lastIndex = 0;
    for (let match = shaped.exec(token); match !== null; match = shaped.exec(token)) {
      const at = start + match.index;
      const rule = ruleOf(view, match[0], at);
      if (rule === undefined) continue;
      const confidence = rule === 'account-id' || rule === 'hex-address' ? 0.8 : 0.97;
      hits.push({ kind: 'CRYPTO_ADDRESS', start: at, end: at + match[0].length, confidence, evidence: [{ rule, at }] });
    }
    return hits;
  },
});

function ruleOf(view: View, value: string, at: number): string | undefined {
  const end = at + value.length;
  if (value.startsWith('0x')) {
    const body = value.slice(2);
    if (/^(.)\1+$/.test(body) || !eip55(value)) return undefined;
    if (body !== body.toLowerCase() && body !== body.toUpperCase()) return 'eip-55';
    return view.near('other', at, end) < 0 ? 'hex-address' : undefined;
  }
  if (/^[a-z]{2,10}1[02-9ac-hj-np-z]+$|^(?:BC|LTC)1/.test(value) && bech32Checked(value)) return 'bech32';
  const said = view.near('wallet', at, end) >= 0 && view.near('other', at, end) < 0;
  if (/^(?:bitcoincash:)?[qp][02-9a-z]{41}$/.test(value)) return said ? 'account-id' : undefined;
  if (value.length === 95) return said ? 'account-id' : undefined;
  if (/^[13LMDT2mn9AXzt7]/.test(value) && value.length <= 36 && base58Checked(value)) return 'base58check';
  if (value.startsWith('r') && value.length <= 35 && base58Checked(value, ripple)) return 'base58check';
  if (!said || value.length < 32 || value.length > 44 || !/\d/.test(value) || !/[A-Z]/.test(value)) return undefined;
  return base58Bytes(value)?.length === 32 ? 'account-id' : undefined;
}
