export { type DataKey, parseSealed } from './sealed';
export { MasterKeyMissing, MasterKeys, WrappedKeyDamaged } from './master-keys';
export { CreateKeys1756684800000, migrateKeys } from './keys-schema';
export { Sealing, type SealingCounts, type SealingOptions, type ToSeal } from './sealing';
export type { Erasure, NameHit } from './keys-database';
export { type ErasureOutcome, eraseSubject, parseErasures, printErasures, replayErasureList } from './erasures';
export { type NameEntry, NameSearch, type SealedNameEntry, type SearchOptions } from './search';
