export { default as decodeQR } from 'qr/decode.js';
export { hashes, verify } from '@noble/ed25519';
export { sha512 } from '@noble/hashes/sha2.js';
