declare module 'kafkajs/src/network/requestQueue' {
  const RequestQueue: { readonly prototype: object };
  export default RequestQueue;
}

declare module 'kafkajs/src/protocol/encoder' {
  const Encoder: {
    /** Asked for the size of a new encoder's buffer, and in `ensureAvailable`. */
    nextPowerOfTwo(size: number): number;
    readonly prototype: { buf: Buffer; offset: number; ensureAvailable(length: number): void; writeUVarInt(value: number): object };
  };
  export default Encoder;
}

declare module 'kafkajs/src/protocol/decoder' {
  const Decoder: {
    readonly prototype: { readonly buffer: Buffer & { utf8Slice(from: number, until: number): string }; offset: number; readVarInt(): number; readVarIntString(): string | null; readVarIntArray(read: unknown): object };
  };
  export default Decoder;
}

declare module 'kafkajs/src/protocol/recordBatch/header/v0/decoder' {
  const decodeHeader: (decoder: object) => object;
  export default decodeHeader;
}
