// Checks an Open Badge as a token (VC-JWT, Ed25519) with nothing but what every browser brings. No network.
'use strict';

const FIGURES = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const NO_TOKEN = 'This is no token of a certificate. Choose the file that ends in .jwt.';
const NO_KEY = 'This is no key. Paste the text of did.json, or a key that begins with z6Mk.';

class Refused extends Error {}

function bytesOf(text) {
  if (!/^[\w-]*$/.test(text)) throw new Refused(NO_TOKEN);
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, letter => letter.charCodeAt(0));
}

function jsonOf(part) {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytesOf(part)));
    if (value && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // told below
  }
  throw new Refused(NO_TOKEN);
}

function readToken(text) {
  const parts = text.trim().split('.');
  if (parts.length !== 3) throw new Refused(NO_TOKEN);
  const [header, claims] = parts.slice(0, 2).map(jsonOf);
  let signature;
  try {
    signature = bytesOf(parts[2]);
  } catch {
    throw new Refused(NO_TOKEN);
  }
  return {header, claims, signature, signed: new TextEncoder().encode(`${parts[0]}.${parts[1]}`)};
}

// Multibase in base 58, Multikey for Ed25519: z, then 0xed 0x01 and 32 bytes.
function rawKey(multikey) {
  let number = 0n;
  for (const letter of multikey.slice(1)) {
    const figure = FIGURES.indexOf(letter);
    if (figure < 0) throw new Refused(NO_KEY);
    number = number * 58n + BigInt(figure);
  }
  const hex = number.toString(16);
  const raw = Uint8Array.from((hex.length % 2 ? `0${hex}` : hex).match(/../g), pair => parseInt(pair, 16));
  if (multikey[0] !== 'z' || raw.length !== 34 || raw[0] !== 0xed || raw[1] !== 1) throw new Refused(NO_KEY);
  return raw.slice(2);
}

// From the text of did.json, or from one key that somebody typed. Gives [{id, key}], id empty where it is not known.
function keysIn(text) {
  const typed = text.trim();
  if (!typed.startsWith('{')) return [{id: '', key: rawKey(typed)}];
  let methods;
  try {
    const held = JSON.parse(typed);
    methods = held.verificationMethod ?? held.assertionMethod ?? [];
  } catch {
    throw new Refused(NO_KEY);
  }
  const keys = methods.filter(method => typeof method.publicKeyMultibase === 'string');
  if (!keys.length) throw new Refused(NO_KEY);
  return keys.map(method => ({id: method.id, key: rawKey(method.publicKeyMultibase)}));
}

async function isSigned(token, key) {
  const held = await crypto.subtle.importKey('raw', key, {name: 'Ed25519'}, false, ['verify']);
  return crypto.subtle.verify({name: 'Ed25519'}, held, token.signature, token.signed);
}

async function isRevoked(credential, list) {
  const entries = [credential.credentialStatus ?? []].flat();
  const entry = entries.find(each => each.statusPurpose === 'revocation');
  const subject = list.credentialSubject ?? {};
  if (!entry || entry.statusListCredential !== list.id || subject.statusPurpose !== 'revocation') {
    throw new Refused('This status list is not the one that the certificate names.');
  }
  const packed = bytesOf(String(subject.encodedList).replace(/^u/, ''));
  const opened = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bits = new Uint8Array(await new Response(opened).arrayBuffer());
  const place = Number(entry.statusListIndex);
  if (!(Number.isInteger(place) && place >= 0 && place < 8 * bits.length)) {
    throw new Refused('This status list is not the one that the certificate names.');
  }
  return Boolean(bits[place >> 3] & (0x80 >> (place & 7)));
}

function says(credential) {
  const subject = credential.credentialSubject ?? {};
  const names = (subject.identifier ?? []).filter(each => each.identityType === 'name' && !each.hashed);
  const issuer = credential.issuer ?? {};
  return {
    name: names[0]?.identityHash ?? '',
    award: subject.achievement?.name ?? credential.name ?? '',
    description: subject.achievement?.description ?? '',
    result: subject.result?.[0]?.value ?? '',
    issuer: typeof issuer === 'string' ? issuer : `${issuer.name ?? ''} (${issuer.id ?? ''})`,
    validFrom: credential.validFrom ?? credential.issuanceDate ?? '',
    address: credential.id ?? '',
  };
}

// verdict: valid, revoked, altered, unknown key, not yet, expired, unknown kind. revocation: checked or not checked.
async function checkToken(text, keyText, {listText = '', at = new Date()} = {}) {
  const token = readToken(text);
  if (!['EdDSA', 'Ed25519'].includes(token.header.alg)) return {verdict: 'unknown kind'};
  const keys = keysIn(keyText);
  const named = keys.filter(each => !each.id || each.id === token.header.kid);
  if (!named.length) return {verdict: 'unknown key'};
  const fits = await Promise.all(named.map(each => isSigned(token, each.key)));
  if (!fits.some(Boolean)) return {verdict: 'altered'};
  const credential = token.claims.vc ?? token.claims;
  const issuer = typeof credential.issuer === 'string' ? credential.issuer : credential.issuer?.id;
  if (token.claims.iss && token.claims.iss !== issuer) return {verdict: 'altered'};
  const facts = says(credential);
  const told = verdict => ({verdict, revocation: listText ? 'checked' : 'not checked', facts});
  if (Date.parse(facts.validFrom) > at) return told('not yet');
  if (Date.parse(credential.validUntil ?? credential.expirationDate ?? '') < at) return told('expired');
  if (!listText) return told('valid');
  let list;
  try {
    list = JSON.parse(listText);
  } catch {
    throw new Refused('The status list cannot be read.');
  }
  return told((await isRevoked(credential, list)) ? 'revoked' : 'valid');
}

if (typeof module !== 'undefined') module.exports = {checkToken, Refused};
