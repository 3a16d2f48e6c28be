import path from 'node:path';
import { systemCode } from '../errors.js';
import type { Evidence } from '../model/evidence.js';
import type { OnProgress } from '../read/progress.js';
import { hashFile } from '../read/survey.js';
import type { Store } from '../store/store.js';

export interface VerifyResult {
  readonly evidence: Evidence;
  readonly state: 'intact' | 'changed' | 'missing' | 'unreadable';
  readonly detail: string | undefined;
}

/**
 * Hashes the evidence again. Of an archive the archive is hashed: its members are what they were if
 * it is. A copy in the case is hashed too, and is what counts when the original is gone.
 */
export async function verifyEvidence(
  store: Store,
  caseDir: string,
  onProgress?: OnProgress,
): Promise<readonly VerifyResult[]> {
  const hashed = new Map<string, Promise<Hashed>>();
  const hash = (file: string): Promise<Hashed> => {
    const known = hashed.get(file) ?? hashOf(file, onProgress);
    hashed.set(file, known);
    return known;
  };
  const results: VerifyResult[] = [];
  for (const evidence of await store.evidence()) {
    const expected = evidence.archiveSha256 ?? evidence.sha256;
    const original = judge(await hash(evidence.onDisk), expected, evidence.onDisk);
    if (evidence.copy === null) {
      results.push({ evidence, ...original });
      continue;
    }
    const copy = judge(await hash(path.join(caseDir, evidence.copy)), expected, evidence.copy);
    results.push(
      copy.state !== 'intact'
        ? { evidence, ...copy, detail: `the copy in the case: ${copy.detail ?? copy.state}` }
        : original.state === 'changed'
          ? { evidence, ...original }
          : {
              evidence,
              state: 'intact',
              detail:
                original.state === 'intact'
                  ? undefined
                  : `the copy in the case is intact; the original is ${original.state === 'missing' ? 'gone' : 'unreadable'}`,
            },
    );
  }
  return results;
}

type Hashed =
  | { readonly kind: 'hash'; readonly sha256: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly why: string };

async function hashOf(file: string, onProgress: OnProgress | undefined): Promise<Hashed> {
  try {
    return { kind: 'hash', sha256: (await hashFile(file, onProgress)).sha256 };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return { kind: 'missing' };
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
}

function judge(
  hashed: Hashed,
  expected: string,
  file: string,
): Pick<VerifyResult, 'state' | 'detail'> {
  switch (hashed.kind) {
    case 'missing':
      return { state: 'missing', detail: `${file} is not there any more` };
    case 'unreadable':
      return { state: 'unreadable', detail: hashed.why };
    case 'hash':
      return hashed.sha256 === expected
        ? { state: 'intact', detail: undefined }
        : { state: 'changed', detail: `SHA-256 is now ${hashed.sha256}, was ${expected}` };
  }
}
