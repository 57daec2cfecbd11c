// Stands in for @std/io, of which the runtime uses writeAll only.
export async function writeAll(
  writer: { write(part: Uint8Array): Promise<number> },
  data: Uint8Array,
): Promise<void> {
  let written = 0;
  while (written < data.length) written += await writer.write(data.subarray(written));
}
