// Stands in for @std/streams, of which the runtime uses toArrayBuffer only.
export async function toArrayBuffer(stream: ReadableStream<Uint8Array>): Promise<ArrayBuffer> {
  return await new Response(stream).arrayBuffer();
}
