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
