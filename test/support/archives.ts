import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/** The bytes of a zip with these members. */
export async function zipOf(
  members: Readonly<Record<string, string | Buffer>>,
  compress = true,
): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members))
    zip.addBuffer(Buffer.from(content), name, { compress, mtime: new Date(0) });
  zip.end();
  return buffer(zip.outputStream);
}
